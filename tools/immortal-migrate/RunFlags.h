// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_MIGRATE_RUNFLAGS_H
#define IMMORTAL_TIDY_MIGRATE_RUNFLAGS_H

#include "Project/Shard.h"
#include "Project/WholeRun.h"
#include "llvm/Support/CommandLine.h"

namespace immortal::migrate {

/// How the work of a run is done, and how much of it.
struct WorkOptions {
  project::RunOptions Run;
  project::ShardNumber Shard;
  /// Where the result of a part of a run is written; empty: this is all of it.
  std::string ShardFile;
  /// Whether nothing tells how far the run is.
  bool Quiet = false;
  /// Whether the end tells how much work the run was.
  bool Statistics = false;
};

/// The part of the command line that is about the work.
class RunFlags {
public:
  RunFlags();

  llvm::Expected<WorkOptions> parsed() const;

  llvm::cl::OptionCategory Category;

private:
  llvm::cl::opt<unsigned> Jobs;
  llvm::cl::opt<bool> NoPrefilter;
  llvm::cl::opt<std::string> CacheFolder;
  llvm::cl::opt<bool> NoCache;
  llvm::cl::opt<std::string> Shard, ShardFile;
  llvm::cl::opt<bool> Quiet, Statistics;
};

} // namespace immortal::migrate

#endif
