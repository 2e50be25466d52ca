// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_MIGRATION_H
#define IMMORTAL_TIDY_PROJECT_MIGRATION_H

#include "Project/Finding.h"
#include "llvm/ADT/StringMap.h"

namespace immortal::project {

/// Input that could not be analysed; the rest of the run went on.
struct Problem {
  /// Absolute; empty if it is not about a file.
  std::string File;
  /// From 1; 0 if it is about the whole file.
  unsigned Line = 0;
  /// What is wrong, then the cure.
  std::string Text;
  /// It is a mistake of this program and not of the input.
  bool Internal = false;
};

/// A source file before and after the fixes.
struct Change {
  std::string File;
  std::string Before, After;
  /// The file does not exist before.
  bool IsNew = false;
};

/// How much work the run was.
struct Effort {
  unsigned Files = 0;     ///< source files given or in the compile database
  unsigned Units = 0;     ///< files times configurations
  unsigned Parsed = 0;    ///< units that were parsed
  unsigned Scanned = 0;   ///< units whose includes were searched
  unsigned FromCache = 0; ///< units whose result was in the cache
};

/// What a run found out: all that reports say comes from here.
struct Migration {
  /// The project's folder, absolute. Reports name files relative to it.
  std::string Root;
  /// Names, in the order of the run; empty: one nameless configuration.
  std::vector<std::string> Configurations;
  /// Ordered by file, offset, check and message, whatever the number of
  /// threads.
  std::vector<Finding> Findings;
  /// What `--fix` writes, or would write; ordered by file.
  std::vector<Change> Changes;
  /// Whether the changes have been written.
  bool Written = false;
  /// In the order of the input.
  std::vector<Problem> Problems;
  /// The text of every file with a finding or a note, as it was analysed.
  llvm::StringMap<std::string> Texts;
  Effort Work;
};

} // namespace immortal::project

#endif
