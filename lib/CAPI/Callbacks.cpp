// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Callbacks.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

static constexpr llvm::StringLiteral Records[] = {
#define CALLBACK_RECORD(Name, Source) Name,
#include "CAPI/Callbacks.def"
};

static constexpr Callback CallbackRows[] = {
#define CALLBACK(Record, Field, Slot, How, First, Source)                      \
  {Record, Field, Slot, Often::How, Self::First},
#include "CAPI/Callbacks.def"
};

namespace {
struct SupportRow {
  llvm::StringLiteral Slot;
  llvm::StringLiteral Value;
  bool Supported;
};
} // namespace

static constexpr SupportRow Support[] = {
#define INTERPRETER_SUPPORT(Slot, Value, Supported, Source)                    \
  {Slot, Value, Supported},
#include "CAPI/Callbacks.def"
};

bool isCallbackRecord(llvm::StringRef Name) {
  return llvm::is_contained(Records, Name);
}

const Callback *findCallback(llvm::StringRef Record, llvm::StringRef Field) {
  for (const Callback &Row : CallbackRows)
    if (!Field.empty() && Row.Record == Record && Row.Field == Field)
      return &Row;
  return nullptr;
}

const Callback *findCallbackSlot(llvm::StringRef Name) {
  for (const Callback &Row : CallbackRows)
    if (!Name.empty() && Row.Slot == Name)
      return &Row;
  return nullptr;
}

std::optional<bool> findInterpreterSupport(llvm::StringRef Slot,
                                           llvm::StringRef Value) {
  for (const SupportRow &Row : Support)
    if (Row.Slot == Slot && Row.Value == Value)
      return Row.Supported;
  return std::nullopt;
}

} // namespace immortal::capi
