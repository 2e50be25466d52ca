// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "RunFlags.h"
#include "Project/Paths.h"
#include "Project/ResultCache.h"

using namespace llvm;

namespace immortal::migrate {

RunFlags::RunFlags()
    : Category("work options"),
      Jobs("j", cl::Prefix, cl::value_desc("N"), cl::cat(Category), cl::init(0),
           cl::desc("threads; default: one per core")),
      NoPrefilter("no-prefilter", cl::cat(Category),
                  cl::desc("parse every file, also those without a word that a "
                           "check looks for")),
      CacheFolder("cache-dir", cl::value_desc("DIR"), cl::cat(Category),
                  cl::desc("where results are kept between runs; default: "
                           "immortal-tidy/results in the user's cache folder")),
      NoCache("no-cache", cl::cat(Category),
              cl::desc("neither use nor keep results")),
      Shard("shard", cl::value_desc("I/N"), cl::cat(Category),
            cl::desc("do part I of N of the run, and write its result; "
                     "'immortal-migrate merge FILE...' puts them together")),
      ShardFile("shard-file", cl::value_desc("FILE"), cl::cat(Category),
                cl::desc("where that result is written; default: "
                         "immortal-migrate-I-of-N.yaml")),
      Quiet("quiet", cl::cat(Category),
            cl::desc("do not show how far the run is")),
      Statistics("statistics", cl::cat(Category),
                 cl::desc("tell at the end how many files were parsed")) {}

Expected<WorkOptions> RunFlags::parsed() const {
  WorkOptions Result;
  Result.Run.Jobs = Jobs;
  Result.Run.Prefilter = !NoPrefilter;
  if (!NoCache)
    Result.Run.CacheFolder = CacheFolder.empty()
                                 ? project::ResultCache::defaultFolder()
                                 : project::realPath(CacheFolder);
  Result.Quiet = Quiet;
  Result.Statistics = Statistics;
  if (Shard.empty() && !ShardFile.empty())
    return createStringError(inconvertibleErrorCode(),
                             "--shard-file needs a --shard to write");
  if (Shard.empty())
    return Result;
  Expected<project::ShardNumber> Number = project::parseShard(Shard);
  if (!Number)
    return Number.takeError();
  Result.Shard = *Number;
  Result.ShardFile = ShardFile;
  if (ShardFile.empty())
    Result.ShardFile = "immortal-migrate-" + std::to_string(Number->Index) +
                       "-of-" + std::to_string(Number->Count) + ".yaml";
  return Result;
}

} // namespace immortal::migrate
