// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_OWNERS_H
#define IMMORTAL_TIDY_CAPI_OWNERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace immortal::capi {

/// What the destructor of an owner does with the object that it holds.
enum class OwnerEnd : uint8_t { LeavesAlone, Releases, CallsDeleter };

/// What a constructor, an assignment or another member makes of an owner. What
/// an owner held before an assignment is treated as by its destructor.
enum class OwnerEffect : uint8_t {
  /// It holds nothing.
  Empties,
  /// It holds what the first argument is or holds; no reference is counted.
  Takes,
  /// As Takes, with a strong reference more.
  Shares,
  /// As Takes, and the argument, another owner, holds nothing any more.
  Moves,
  /// The arguments, or the owner and its argument, have changed places.
  Swaps,
  /// Returns what the first argument held, which then holds the second.
  Exchanges,
  /// Returns what it holds.
  Gets,
  /// As Gets, and holds nothing any more.
  GivesUp,
  /// Returns whether it holds something.
  Tests,
  /// Returns whether it holds nothing.
  TestsEmpty,
  Increfs,
  Decrefs,
  Looks,
};

/// One row of Owners.def about a member or function.
struct OwnerRow {
  /// The class, or the function if it is no member.
  llvm::StringLiteral Name;
  llvm::StringLiteral Member;
  llvm::StringLiteral Parameters;
  OwnerEffect What;
  bool IsFunction;
};

/// What the class with that qualified name does at its end; std::nullopt if it
/// is not in the table.
std::optional<OwnerEnd> findOwner(llvm::StringRef Class);

/// The row about a member of \p Class ("" for a constructor), or about the
/// function \p Class; \p Parameters are the kinds as in Owners.def.
const OwnerRow *findOwnerRow(llvm::StringRef Class, llvm::StringRef Member,
                             bool IsFunction,
                             llvm::ArrayRef<llvm::StringRef> Parameters);

} // namespace immortal::capi

#endif
