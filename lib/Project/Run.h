// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_RUN_H
#define IMMORTAL_TIDY_PROJECT_RUN_H

#include "Project/Analyzer.h"
#include "Project/Units.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace immortal::project {

/// Finds out what one unit says; called from several threads.
using AnalyzeUnit = llvm::function_ref<UnitResult(const Unit &)>;

/// Calls \p Do with every number below \p Count, in \p Jobs threads (0: one per
/// core) with stacks as large as clang needs. The result: where it crashed,
/// which the others outlive.
std::vector<bool> forEachSafely(size_t Count, unsigned Jobs,
                                llvm::function_ref<void(size_t)> Do);

/// What \p Analyze says about each of \p Units, in their order, with \p Jobs
/// threads. A unit in which it crashes is marked so, and the others go on.
std::vector<UnitResult> runUnits(llvm::ArrayRef<Unit> Units, unsigned Jobs,
                                 AnalyzeUnit Analyze);

} // namespace immortal::project

#endif
