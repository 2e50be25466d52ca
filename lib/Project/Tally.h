// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_TALLY_H
#define IMMORTAL_TIDY_PROJECT_TALLY_H

#include "Project/Migration.h"
#include <map>

namespace immortal::project {

/// How many findings come to which end.
struct Counts {
  unsigned Fixed = 0, Offered = 0, Left = 0;
  /// Of all of them, how many are in the baseline.
  unsigned Known = 0;
  /// Of those left, how many are fixed in part.
  unsigned Partly = 0;

  unsigned all() const { return Fixed + Offered + Left; }
  void add(const Finding &F);
};

/// Why findings are not fixed.
struct LeftBecause {
  std::string Check, Why;
  unsigned Count = 0;
};

/// A migration in numbers.
struct Tally {
  explicit Tally(const Migration &M);

  Counts Total;
  /// By name of the check, and by file as reports name it.
  std::map<std::string, Counts> Checks, Files;
  /// The most frequent first. A finding that never had a fix says why in its
  /// message.
  std::vector<LeftBecause> Reasons;
};

/// "fixed", "offered" or "left", as all reports call it.
llvm::StringRef name(Outcome State);

/// Whether a finding is still in the code after the run.
bool isOpen(const Migration &M, const Finding &F);

/// What immortal-migrate exits with: 0 if nothing is left that is not in the
/// baseline, 1 if something is, 2 if some of the input could not be analysed, 3
/// if that is a fault of this program.
int exitCode(const Migration &M);

} // namespace immortal::project

#endif
