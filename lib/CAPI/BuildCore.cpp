// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/BuildCore.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

static constexpr llvm::StringLiteral Macros[] = {
#define BUILD_CORE_MACRO(Name, Source) Name,
#include "CAPI/BuildCore.def"
};

static constexpr BuildCoreEffect Effects[] = {
#define BUILD_CORE_EFFECT(Condition, Name, First, Last, Keeps, Text, Source)   \
  {EffectCondition::Condition, Name, First, Last, Keeps, Text},
#include "CAPI/BuildCore.def"
};

static constexpr llvm::StringLiteral Workarounds[] = {
#define BUILD_CORE_WORKAROUND(Name, Source) Name,
#include "CAPI/BuildCore.def"
};

static constexpr llvm::StringLiteral InternalPrefixes[] = {
#define INTERNAL_PREFIX(Prefix, Source) Prefix,
#include "CAPI/BuildCore.def"
};

llvm::ArrayRef<llvm::StringLiteral> buildCoreMacros() { return Macros; }

bool isBuildCoreMacro(llvm::StringRef Name) {
  return llvm::is_contained(Macros, Name);
}

llvm::ArrayRef<BuildCoreEffect> buildCoreEffects() { return Effects; }

bool isBuildCoreWorkaround(llvm::StringRef Name) {
  return llvm::is_contained(Workarounds, Name);
}

bool looksInternal(llvm::StringRef Name) {
  return llvm::any_of(InternalPrefixes, [&](llvm::StringRef Prefix) {
    return Name.starts_with(Prefix);
  });
}

} // namespace immortal::capi
