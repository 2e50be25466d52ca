// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_SHARD_H
#define IMMORTAL_TIDY_PROJECT_SHARD_H

#include "Project/Migration.h"
#include "Project/Run.h"

namespace immortal::project {

/// Which part of a run is done here: of \p Count parts the one with number \p
/// Index, from 1. The whole run is one of one.
struct ShardNumber {
  unsigned Index = 1;
  unsigned Count = 1;

  /// Whether a unit belongs here: by the path of its source below \p Root, so
  /// that all configurations of a file are together, on every machine.
  bool has(const Unit &What, llvm::StringRef Root) const;
};

/// Parses "2/8".
llvm::Expected<ShardNumber> parseShard(llvm::StringRef Text);

/// All that is known before the results of units are merged.
struct PartialRun {
  ShardNumber Shard;
  /// What all parts divide among them (planOf).
  std::string Plan;
  /// Root, configurations, problems of the input and work of this part.
  Migration Begun;
  CheckSettings Settings;
  /// The build files of the whole project.
  std::vector<std::string> BuildFiles;
  /// The units of this part and what they said, and the place that each has
  /// among the units of the whole run.
  std::vector<Unit> Units;
  std::vector<UnitResult> Results;
  std::vector<unsigned> Places;
};

/// A hash of the units of the whole run: their files, commands and order.
std::string planOf(llvm::ArrayRef<Unit> Units);

/// Writes \p Run to \p File, whole or not at all.
llvm::Error writePartialRun(llvm::StringRef File, const PartialRun &Run);

/// Puts the parts in \p Files together again, in any order. The error says
/// which is missing, twice there, damaged, of another run or version, or was
/// made of sources that have changed.
llvm::Expected<PartialRun> readPartialRuns(llvm::ArrayRef<std::string> Files);

} // namespace immortal::project

#endif
