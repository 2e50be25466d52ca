// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_CALLBACKS_H
#define IMMORTAL_TIDY_CAPI_CALLBACKS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace immortal::capi {

/// How often CPython calls a function of an extension.
enum class Often : uint8_t { PerInstance, PerCall, PerModule };

/// What the first argument of such a function is: somebody else's object, or
/// one that was just made.
enum class Self : uint8_t { Borrowed, NewSelf };

/// A row of Callbacks.def.
struct Callback {
  llvm::StringLiteral Record;
  llvm::StringLiteral Field;
  llvm::StringLiteral Slot;
  Often How;
  Self First;
};

/// Whether CPython calls the functions in structs called \p Name with borrowed
/// arguments.
bool isCallbackRecord(llvm::StringRef Name);

/// The row of \p Field in the struct \p Record; nullptr if there is none.
const Callback *findCallback(llvm::StringRef Record, llvm::StringRef Field);

/// The row of the slot that the macro \p Name numbers; nullptr if there is
/// none.
const Callback *findCallbackSlot(llvm::StringRef Name);

/// Whether a module supports more than one interpreter whose slot \p Slot has
/// the value of the macro \p Value; std::nullopt if that says nothing about it.
std::optional<bool> findInterpreterSupport(llvm::StringRef Slot,
                                           llvm::StringRef Value);

} // namespace immortal::capi

#endif
