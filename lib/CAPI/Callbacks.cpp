// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Callbacks.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

static constexpr llvm::StringLiteral Records[] = {
#define CALLBACK_RECORD(Name, Source) Name,
#include "CAPI/Callbacks.def"
};

namespace {
struct NewSelfRow {
  llvm::StringLiteral Field;
  int64_t Slot;
};
} // namespace

static constexpr NewSelfRow NewSelves[] = {
#define CALLBACK_NEW_SELF(Field, Slot, Source) {Field, Slot},
#include "CAPI/Callbacks.def"
};

bool isCallbackRecord(llvm::StringRef Name) {
  return llvm::is_contained(Records, Name);
}

bool getsNewSelf(llvm::StringRef Field) {
  return llvm::any_of(
      NewSelves, [&](const NewSelfRow &Row) { return Row.Field == Field; });
}

bool getsNewSelf(int64_t Slot) {
  return llvm::any_of(NewSelves,
                      [&](const NewSelfRow &Row) { return Row.Slot == Slot; });
}

} // namespace immortal::capi
