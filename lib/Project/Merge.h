// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_MERGE_H
#define IMMORTAL_TIDY_PROJECT_MERGE_H

#include "Project/Run.h"

namespace immortal::project {

/// Adds to \p Into, which knows the root and the configurations, what \p
/// Results say about \p Units.
///
/// A finding that several units have is one. Its fix stays if all units that
/// parse the places that it edits have the same one, each time that they enter
/// the file; a unit that does not compile has none, and one of which it is not
/// known what it includes is in the way of fixes in headers. What one
/// configuration skips and another parses is left to the latter. Nothing is
/// fixed in a file that has another text than the one that was parsed.
void mergeResults(llvm::ArrayRef<Unit> Units,
                  llvm::ArrayRef<UnitResult> Results, Migration &Into);

} // namespace immortal::project

#endif
