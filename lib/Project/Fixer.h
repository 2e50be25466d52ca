// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_FIXER_H
#define IMMORTAL_TIDY_PROJECT_FIXER_H

#include "Project/Verifier.h"

namespace immortal::project {

/// How fixes are decided on.
struct FixSettings {
  /// Whether each is tried out before.
  bool Verify = true;
  unsigned Jobs = 0;
  /// The folder, absolute, that py_immortal.h is put into if a fix includes it
  /// and it is not there; empty: nowhere.
  std::string VendorFolder;
};

/// Decides which fixes of \p Into are applied, and fills Changes; nothing is
/// written. \p Results is what \p Units said, which mergeResults() has merged.
///
/// A round applies, in memory, what can be applied together; what the files say
/// then is the next round, until there is nothing to fix, so that a second run
/// changes nothing. A fix to which verification objects is dropped with its
/// reason, and the rest is tried again.
void decideFixes(llvm::ArrayRef<Unit> Units, std::vector<UnitResult> Results,
                 const FixSettings &Settings, AnalyzeWith Analyze,
                 Migration &Into);

} // namespace immortal::project

#endif
