// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_UNITFACTS_H
#define IMMORTAL_TIDY_PROJECT_UNITFACTS_H

#include "Project/HeaderQuestions.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace immortal::project {

/// A file that a translation unit enters and that a fix may edit: one of the
/// user's, also where this unit takes it for a system header.
struct ReachedFile {
  /// Its real path.
  std::string Path;
  /// Offsets between which the preprocessor left out the code each time that it
  /// entered the file, as half-open ranges.
  std::vector<std::pair<unsigned, unsigned>> Skipped;
  /// hashText() of the text that was parsed; empty if it was not.
  std::string Hash;

  bool skips(unsigned Offset) const;
};

/// What else is known about a translation unit after the checks ran on it.
struct UnitFacts {
  std::vector<ReachedFile> Reached;
  /// Whether it may reach more files of the project: one that it includes is
  /// not found, or the analysis crashed before it was known.
  bool MayReachMore = false;
  /// Functions of the project that it calls and of which nothing is known,
  /// because another file defines them (FunctionRows.h).
  std::vector<std::string> Missing;
  /// Functions that it defines for other files and that make an argument
  /// immortal: the callers are judged.
  std::vector<std::string> Wrappers;
  HeaderQuestions Questions;
  /// What functions do that were asked for; not part of a run's results.
  std::map<std::string, std::string> Rows;

  /// nullptr if the unit does not enter \p Path.
  const ReachedFile *reached(const std::string &Path) const;
};

/// The name of the check that finds out the facts: it reports nothing. A check,
/// because that way it sees what the others see.
inline constexpr char UnitFactsCheckName[] = "immortal-migrate-unit";

/// Where that check puts what it finds on this thread; null outside of a run.
extern thread_local UnitFacts *UnitFactsHere;

/// The functions whose rows are asked for on this thread; null if none are.
extern thread_local const llvm::StringSet<> *AskedFunctions;

} // namespace immortal::project

#endif
