// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_MIGRATE_OPTIONS_H
#define IMMORTAL_TIDY_MIGRATE_OPTIONS_H

#include "FixFlags.h"
#include "Project/Analyzer.h"
#include "Project/Units.h"
#include "Reports.h"
#include "RunFlags.h"

namespace immortal::migrate {

/// What the command line says.
struct Options {
  project::Request Where;
  /// Interpreters, as the user named them.
  std::vector<std::string> Pythons;
  bool FreeThreaded = false;
  WorkOptions Work;
  /// The paths are results of parts of a run.
  bool IsMerge = false;
  project::CheckSettings Checks;
  /// The compile flags of all sources were given after `--`.
  bool HasFlags = false;
  ReportOptions Reports;
  FixOptions Fixes;
};

/// The code with which the program ends if the command line is wrong; see
/// project::exitCode for the others.
constexpr int WrongUsage = 2;

/// Reads the command line; `--help` and `--version` end the program. The error
/// says what is wrong with it.
llvm::Expected<Options> parseOptions(int Argc, const char *const *Argv);

} // namespace immortal::migrate

#endif
