// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_WHOLERUN_H
#define IMMORTAL_TIDY_PROJECT_WHOLERUN_H

#include "Project/Migration.h"
#include "Project/Progress.h"
#include "Project/Run.h"

namespace immortal::project {

/// How much work a run may save itself.
struct RunOptions {
  /// 0: one thread per core.
  unsigned Jobs = 0;
  /// Whether only units are parsed in which something may be found.
  bool Prefilter = true;
  /// Where results are kept between runs; empty: nowhere.
  std::string CacheFolder;
};

/// What \p Checks says about each of \p Units, in their order. A unit that is
/// not worth parsing has an empty result. Adds to \p Into how much work it was,
/// and what is wrong with the cache.
std::vector<UnitResult> analyzeUnits(llvm::ArrayRef<Unit> Units,
                                     const Analyzer &Checks,
                                     const RunOptions &Options, Progress &Shown,
                                     Migration &Into);

} // namespace immortal::project

#endif
