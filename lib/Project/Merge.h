// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_MERGE_H
#define IMMORTAL_TIDY_PROJECT_MERGE_H

#include "Project/Run.h"

namespace immortal::project {

/// Adds to \p Into, which knows the root and the configurations, what \p
/// Results say about \p Units.
///
/// A finding that several units have is one. Its fix stays if all units that
/// parse the place have the same one; a unit that does not compile has none.
/// What one configuration skips and another parses is left to the latter.
void mergeResults(llvm::ArrayRef<Unit> Units,
                  llvm::ArrayRef<UnitResult> Results, Migration &Into);

} // namespace immortal::project

#endif
