// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_ENTRYPOINTS_H
#define IMMORTAL_TIDY_CAPI_ENTRYPOINTS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace immortal::capi {

/// How often CPython calls a function of an extension (EntryPoints.def).
enum class Often : uint8_t { PerInstance, PerCall, PerModule };

/// How often a function is called that is in \p Field of the struct \p Record.
std::optional<Often> findEntryField(llvm::StringRef Record,
                                    llvm::StringRef Field);

/// The same for the slot that the macro \p Name numbers.
std::optional<Often> findEntrySlot(llvm::StringRef Name);

/// Whether a module supports more than one interpreter whose slot \p Slot has
/// the value of the macro \p Value; std::nullopt if that says nothing about it.
std::optional<bool> findInterpreterSupport(llvm::StringRef Slot,
                                           llvm::StringRef Value);

} // namespace immortal::capi

#endif
