// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_UNITPROBLEMS_H
#define IMMORTAL_TIDY_PROJECT_UNITPROBLEMS_H

#include "Project/Run.h"

namespace immortal::project {

/// Adds to \p Into why some of \p Units could not be analysed as they should:
/// the first error of each, once for all configurations, and crashes.
void addUnitProblems(llvm::ArrayRef<Unit> Units,
                     llvm::ArrayRef<UnitResult> Results, Migration &Into);

} // namespace immortal::project

#endif
