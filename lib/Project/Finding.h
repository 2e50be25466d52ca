// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_FINDING_H
#define IMMORTAL_TIDY_PROJECT_FINDING_H

#include "clang/Tooling/Core/Diagnostic.h"
#include <string>
#include <vector>

namespace immortal::project {

/// What becomes of a finding when the fixes are applied.
enum class Outcome : uint8_t {
  Fixed,   ///< its own fix is applied
  Offered, ///< a note carries an edit that a person has to choose
  Left     ///< nothing is edited
};

/// One finding of one check, in all configurations that have it.
struct Finding {
  /// Paths are absolute and clean; offsets are bytes into the text as it was
  /// analysed. Message.Fix: what `--fix` applies. A note with a Fix: offered.
  clang::tooling::Diagnostic Diag;
  /// Names of the configurations that have it, in the order of the run; empty
  /// if the run has a single nameless one, or if it is in a build file.
  std::vector<std::string> Configurations;
  Outcome State = Outcome::Left;
  /// Why its fix is not applied; empty if it never had one.
  std::string Reason;
  /// A fix was applied that leaves something of it; Reason says what it edits.
  bool IsPartly = false;
  /// In the baseline: reported, but no reason to fail.
  bool Known = false;
};

} // namespace immortal::project

#endif
