// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A whole project in one go.

#include "Fixing.h"
#include "Options.h"
#include "Project/AcrossFiles.h"
#include "Project/BuildFiles.h"
#include "Project/Merge.h"
#include "Project/Pythons.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/TargetSelect.h"
#include <clang-tidy/GlobList.h>

using namespace immortal;
using namespace immortal::migrate;

/// The Pythons to analyse with; empty, with a problem, if there is none.
static std::vector<project::Configuration>
configurationsFor(const Options &Opts, const project::Sources &Found,
                  project::Migration &Into) {
  std::vector<std::string> Interpreters = Opts.Pythons;
  if (Interpreters.empty()) {
    if (!Found.Database.empty() || Opts.HasFlags)
      return {project::Configuration()};
    Interpreters = {"python3"};
  }
  project::Pythons Asked = project::askPythons(Interpreters, Opts.FreeThreaded);
  for (std::string &Wrong : Asked.Problems)
    Into.Problems.push_back({"", 0, std::move(Wrong)});
  if (Asked.Found.empty() && Opts.Pythons.empty())
    Into.Problems.push_back({"", 0,
                             "no compile_commands.json lies above the sources, "
                             "and no Python was named; use -p or --python"});
  for (const project::Configuration &Python : Asked.Found)
    Into.Configurations.push_back(Python.Name);
  return std::move(Asked.Found);
}

static project::CheckSettings
settingsFor(const Options &Opts,
            llvm::ArrayRef<project::Configuration> Pythons) {
  project::CheckSettings Result = Opts.Checks;
  if (Pythons.size() > 1)
    Result.OldestPython = capi::toString(
        *llvm::min_element(Pythons, [](const auto &A, const auto &B) {
           return *A.Version < *B.Version;
         })->Version);
  return Result;
}

/// Whether the check that finds Py_BUILD_CORE is on for build files.
static bool looksAtBuildFiles(const project::Analyzer &Checks,
                              llvm::StringRef Root) {
  const std::optional<std::string> Globs =
      Checks.settingsFor((Root + "/setup.py").str()).Checks;
  return clang::tidy::GlobList(Globs.value_or(""))
      .contains("cpython-py-build-core");
}

/// The units of \p Opts' part of the run, and what they say.
static project::PartialRun analyze(const Options &Opts,
                                   project::Sources Found) {
  project::PartialRun Result;
  project::Migration &Begun = Result.Begun;
  Result.Shard = Opts.Work.Shard;
  Begun.Root = Found.Root;
  Begun.Problems = std::move(Found.Problems);
  const std::vector<project::Configuration> Pythons =
      Found.Commands.empty() ? std::vector<project::Configuration>()
                             : configurationsFor(Opts, Found, Begun);
  Result.Settings = settingsFor(Opts, Pythons);
  const std::vector<project::Unit> All =
      project::makeUnits(Found, Pythons, Opts.Where.Extra);
  Begun.Work.Units = All.size();
  Result.Plan = project::planOf(All);
  std::vector<std::string> Files;
  for (unsigned I = 0; I < All.size(); ++I) {
    Files.push_back(All[I].File);
    if (!Result.Shard.has(All[I], Begun.Root))
      continue;
    Result.Units.push_back(All[I]);
    Result.Places.push_back(I);
  }
  const project::Analyzer Checks(Result.Settings);
  if (looksAtBuildFiles(Checks, Begun.Root))
    Result.BuildFiles = project::findBuildFiles(Begun.Root, Files);
  project::Progress Shown(
      llvm::errs(), project::progressStyleFor(llvm::errs(), Opts.Work.Quiet));
  Result.Results =
      project::analyzeUnits(Result.Units, Checks, Opts.Work.Run, Shown, Begun);
  return Result;
}

/// Judges the findings of \p Run, and does what \p Opts ask for.
static project::Migration finish(const Options &Opts, project::PartialRun Run) {
  project::Migration Result = std::move(Run.Begun);
  const project::Analyzer Checks(Run.Settings);
  project::AcrossFiles Whole(Checks);
  Whole.complete(Run.Units, Run.Results, Opts.Work.Run.Jobs);
  project::mergeResults(Run.Units, Run.Results, Result);
  project::decideFixes(
      Run.Units, std::move(Run.Results), Opts.Fixes.How,
      [&](const project::Unit &What, const auto &Files) {
        return Whole.analyze(What, Files);
      },
      Result);
  project::addBuildFindings(Run.BuildFiles, Result);
  applyChanges(Opts.Fixes, Result);
  return Result;
}

static int fail(llvm::Error Wrong) {
  llvm::errs() << "immortal-migrate: " << llvm::toString(std::move(Wrong))
               << "\n";
  return WrongUsage;
}

/// Does the whole run, or merges the parts of one, and reports.
static int runWhole(const Options &Opts) {
  project::Sources Found;
  project::PartialRun Parts;
  if (!Opts.IsMerge) {
    Found = project::findSources(Opts.Where);
  } else if (auto Run = project::readPartialRuns(Opts.Where.Paths)) {
    Parts = std::move(*Run);
    Found.Root = Parts.Begun.Root;
  } else {
    return fail(Run.takeError());
  }
  project::Migration Result;
  Result.Root = Found.Root;
  if (recoverBefore(Opts.Fixes, Result)) {
    std::vector<project::Problem> Before = std::move(Result.Problems);
    Result = finish(Opts, Opts.IsMerge ? std::move(Parts)
                                       : analyze(Opts, std::move(Found)));
    Result.Problems.insert(Result.Problems.begin(), Before.begin(),
                           Before.end());
  } else {
    llvm::append_range(Result.Problems, Found.Problems);
  }
  if (Opts.Work.Statistics)
    llvm::errs() << Result.Work.Units << " units: " << Result.Work.Parsed
                 << " parsed, " << Result.Work.FromCache
                 << " taken from the cache, " << Result.Work.Scanned
                 << " scanned\n";
  return report(Opts.Reports, Result);
}

int main(int Argc, const char **Argv) {
  const llvm::InitLLVM Init(Argc, Argv);
  // Commands name targets, and inline assembly is parsed.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargets();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  llvm::Expected<Options> Opts = parseOptions(Argc, Argv);
  if (!Opts)
    return fail(Opts.takeError());
  if (Opts->Fixes.Undo)
    return undoLastRun(project::findSources(Opts->Where).Root);
  if (Opts->Work.ShardFile.empty())
    return runWhole(*Opts);
  // What the parts say, the merge reports.
  if (llvm::Error Wrong = project::writePartialRun(
          Opts->Work.ShardFile,
          analyze(*Opts, project::findSources(Opts->Where))))
    return fail(std::move(Wrong));
  return 0;
}
