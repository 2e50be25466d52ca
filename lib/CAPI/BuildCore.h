// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_BUILDCORE_H
#define IMMORTAL_TIDY_CAPI_BUILDCORE_H

#include "CAPI/Version.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// When an effect of Py_BUILD_CORE applies to a file.
enum class EffectCondition : uint8_t { UsesName, WindowsWithout, Defined };

/// Something besides the internal headers that Py_BUILD_CORE changes.
struct BuildCoreEffect {
  EffectCondition Condition;
  /// The macro that the condition speaks of.
  llvm::StringLiteral Name;
  Version First;
  Version Last;
  /// Whether the code would behave otherwise without Py_BUILD_CORE.
  bool Keeps;
  llvm::StringLiteral Text;
};

/// Py_BUILD_CORE and the two macros that imply it.
llvm::ArrayRef<llvm::StringLiteral> buildCoreMacros();
bool isBuildCoreMacro(llvm::StringRef Name);

llvm::ArrayRef<BuildCoreEffect> buildCoreEffects();

/// Whether extensions undefine \p Name only to get internal headers to compile.
bool isBuildCoreWorkaround(llvm::StringRef Name);

/// Whether \p Name looks internal, going by the name alone.
bool looksInternal(llvm::StringRef Name);

} // namespace immortal::capi

#endif
