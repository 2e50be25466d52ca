// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A whole project in one go.

#include "Fixing.h"
#include "Options.h"
#include "Project/Merge.h"
#include "Project/Pythons.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/TargetSelect.h"

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

static project::Migration run(const Options &Opts) {
  project::Migration Result;
  project::Sources Found = project::findSources(Opts.Where);
  Result.Root = Found.Root;
  Result.Problems = std::move(Found.Problems);
  if (!recoverBefore(Opts.Fixes, Result))
    return Result;
  const std::vector<project::Configuration> Pythons =
      Found.Commands.empty() ? std::vector<project::Configuration>()
                             : configurationsFor(Opts, Found, Result);
  const std::vector<project::Unit> Units =
      project::makeUnits(Found, Pythons, Opts.Where.Extra);
  Result.Work.Units = Units.size();

  const project::Analyzer Checks(settingsFor(Opts, Pythons));
  std::vector<project::UnitResult> Results =
      project::runUnits(Units, Opts.Jobs, [&](const project::Unit &What) {
        return Checks.analyze(What.Command,
                              llvm::vfs::createPhysicalFileSystem());
      });
  project::mergeResults(Units, Results, Result);
  project::decideFixes(
      Units, std::move(Results), Opts.Fixes.How,
      [&](const project::Unit &What, auto Files) {
        return Checks.analyze(What.Command, std::move(Files));
      },
      Result);
  applyChanges(Opts.Fixes, Result);
  return Result;
}

int main(int Argc, const char **Argv) {
  const llvm::InitLLVM Init(Argc, Argv);
  // Commands name targets, and inline assembly is parsed.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargets();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  llvm::Expected<Options> Opts = parseOptions(Argc, Argv);
  if (!Opts) {
    llvm::errs() << "immortal-migrate: " << llvm::toString(Opts.takeError())
                 << "\n";
    return WrongUsage;
  }
  if (Opts->Fixes.Undo)
    return undoLastRun(project::findSources(Opts->Where).Root);
  project::Migration Result = run(*Opts);
  return report(Opts->Reports, Result);
}
