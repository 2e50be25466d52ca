// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_REPLACEMENTS_H
#define IMMORTAL_TIDY_CAPI_REPLACEMENTS_H

#include "CAPI/Version.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// A name that is internal to CPython and a public way to do the same
/// (Replacements.def).
struct Replacement {
  llvm::StringLiteral Private;
  /// Empty if there is none.
  llvm::StringLiteral Public;
  /// The first version with the public name.
  Version Since;
  /// When to take it, or what to do without it; may be empty.
  llvm::StringLiteral Note;
  /// The last version whose public headers declare the private name.
  Version PublicUntil;
};

/// The rows for the internal \p Name; empty if the table has none.
llvm::SmallVector<const Replacement *, 2> replacementsFor(llvm::StringRef Name);

/// What to use instead of \p Name, as a sentence fragment: "use 'PyX' (since
/// 3.14), or 'PyY' (since 3.13) for numbers"; "it has no public replacement".
std::string describeReplacement(llvm::StringRef Name);

} // namespace immortal::capi

#endif
