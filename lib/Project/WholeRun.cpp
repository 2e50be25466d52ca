// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/WholeRun.h"
#include "Project/Paths.h"
#include "Project/ResultCache.h"
#include "Project/ScanRecord.h"
#include "llvm/ADT/StringSet.h"
#include <atomic>
#include <clang-tidy/utils/OptionsUtils.h>

using clang::tidy::ClangTidyOptions;
using clang::tooling::CompileCommand;

namespace immortal::project {

namespace {
/// What is known about a unit before it is parsed.
struct Scanned : ScannedUnit {
  bool IsReached = true;
  /// Its settings, and whether nothing else is looked at: only making the
  /// checks tells of wrong ones.
  std::string Settings;
  bool IsForSettings = false;
  /// Of its result; nullopt if that cannot be kept.
  std::optional<Digest> Key;
};

/// The state that the threads of one run share.
class WholeRun {
public:
  WholeRun(llvm::ArrayRef<Unit> Units, const Analyzer &Checks,
           const RunOptions &Options, Progress &Shown)
      : Units(Units), Checks(Checks), Options(Options), Shown(Shown),
        Cache(Options.CacheFolder), Known(Units.size()) {}

  void scan();
  std::vector<UnitResult> analyze();
  void report(Migration &Into);

private:
  bool hasCache() const { return !Options.CacheFolder.empty(); }
  void prepare(size_t Index);
  void scanUnit(size_t Index);
  void addCacheProblem(llvm::Error Wrong);
  void widen();
  UnitResult analyzeUnit(size_t Index);
  UnitResult crashedResult(size_t Index);
  void keep(const Scanned &Unit, const UnitResult &Result);

  llvm::ArrayRef<Unit> Units;
  const Analyzer &Checks;
  const RunOptions &Options;
  Progress &Shown;
  Prefilter Filter;
  const ResultCache Cache;
  std::vector<Scanned> Known;
  std::vector<CompileCommand> Commands;
  std::vector<ClangTidyOptions> Settings;
  /// What an earlier run said, in which all was the same.
  std::optional<std::vector<ScannedUnit>> Earlier;
  std::atomic<unsigned> Parsed{0}, FromCache{0}, Scans{0};
  std::mutex Lock;
  /// Why a result could not be kept: the first reason stands for all.
  std::string CacheProblem;
};
} // namespace

static std::vector<std::string> modelFilesOf(const ClangTidyOptions &Settings) {
  std::vector<std::string> Files;
  for (const auto &Option : Settings.CheckOptions)
    if (Option.getKey().ends_with("ModelFiles"))
      for (const llvm::StringRef Path :
           clang::tidy::utils::options::parseStringList(
               Option.getValue().Value))
        Files.push_back(Path.str());
  return Files;
}

/// The settings as a text, with the contents of the model files that they name;
/// nullopt if one cannot be read.
static std::optional<std::string> textOf(const ClangTidyOptions &Settings,
                                         FileFacts &Files) {
  std::string Text = clang::tidy::configurationAsText(Settings);
  for (const std::string &Path : modelFilesOf(Settings)) {
    const FileFact &Fact = Files.of(Path);
    if (!Fact.IsReadable)
      return std::nullopt;
    Text.append(Fact.Hash.begin(), Fact.Hash.end());
  }
  return Text;
}

void WholeRun::prepare(size_t Index) {
  Settings[Index] = Checks.settingsFor(Units[Index].File);
  Commands[Index] = parsedCommand(Units[Index].Command, Settings[Index]);
}

void WholeRun::scanUnit(size_t Index) {
  Scanned &Result = Known[Index];
  const CompileCommand &Command = Commands[Index];
  if (Earlier) {
    static_cast<ScannedUnit &>(Result) = (*Earlier)[Index];
  } else {
    ++Scans;
    Result.Inputs = Filter.inputsOf(Command);
    if (Options.Prefilter)
      Result.MayFind = Filter.mayFind(Command, Result.Inputs);
  }
  Result.Settings = clang::tidy::configurationAsText(Settings[Index]);
  // A model file gives more names a meaning than the table of words has.
  if (modelFilesOf(Settings[Index]).empty())
    Result.IsReached = Result.MayFind;
  if (hasCache())
    if (const auto Text = textOf(Settings[Index], Filter.files()))
      Result.Key = unitKey(Command, Result.Inputs, *Text, Filter.files());
  Shown.step();
}

/// A file that has something in one configuration is parsed in all; and of all
/// units with the same settings the first one tells whether they are wrong, in
/// a part of a run as in the whole.
void WholeRun::widen() {
  llvm::StringSet<> Reached;
  for (size_t I = 0; I < Units.size(); ++I)
    if (Known[I].IsReached)
      Reached.insert(Units[I].File);
  llvm::StringSet<> Settings;
  for (size_t I = 0; I < Units.size(); ++I) {
    Known[I].IsReached = Reached.contains(Units[I].File);
    const bool IsFirst = Settings.insert(Known[I].Settings).second;
    Known[I].IsForSettings = IsFirst && !Known[I].IsReached;
  }
}

void WholeRun::scan() {
  if (!Options.Prefilter && !hasCache())
    return;
  Settings.resize(Units.size());
  Commands.resize(Units.size());
  forEachSafely(Units.size(), Options.Jobs, [&](size_t I) { prepare(I); });
  const Digest Key = scanKey(Commands, Options.Prefilter);
  if (hasCache())
    if (const auto Text = Cache.findText(Key))
      Earlier = readScan(*Text, Filter.files());
  if (Earlier && Earlier->size() != Units.size())
    Earlier.reset();
  Shown.begin("scan", Units.size());
  const std::vector<bool> Crashed =
      forEachSafely(Units.size(), Options.Jobs, [&](size_t I) { scanUnit(I); });
  for (size_t I = 0; I < Units.size(); ++I)
    if (Crashed[I])
      Known[I] = Scanned();
  if (hasCache() && !Earlier && !llvm::is_contained(Crashed, true))
    if (const auto Text = writeScan(
            std::vector<ScannedUnit>(Known.begin(), Known.end()), Filter))
      addCacheProblem(Cache.storeText(Key, *Text));
  widen();
  Shown.end();
}

void WholeRun::addCacheProblem(llvm::Error Wrong) {
  if (!Wrong)
    return;
  const std::string Text = llvm::toString(std::move(Wrong));
  const std::lock_guard<std::mutex> Guard(Lock);
  if (CacheProblem.empty())
    CacheProblem = Text;
}

void WholeRun::keep(const Scanned &Unit, const UnitResult &Result) {
  // Why settings are wrong may change with files that nobody hashed; and a file
  // that was edited meanwhile was parsed otherwise than hashed.
  if (!Result.WrongSettings.empty() || Result.Facts.Questions.AreIncomplete ||
      !llvm::all_of(*Unit.Inputs.Files, [&](llvm::StringRef File) {
        return Filter.files().isUnchanged(File);
      }))
    return;
  addCacheProblem(Cache.store(*Unit.Key, Result));
}

UnitResult WholeRun::analyzeUnit(size_t Index) {
  const Scanned &Unit = Known[Index];
  if (Unit.IsForSettings) {
    UnitResult Result;
    Result.WrongSettings = Checks.wrongSettingsFor(Units[Index].File);
    return Result;
  }
  if (Unit.Key)
    if (std::optional<UnitResult> Stored = Cache.find(*Unit.Key);
        Stored && Stored->Facts.Questions.haveSameAnswers()) {
      ++FromCache;
      return *Stored;
    }
  ++Parsed;
  UnitResult Result = Checks.analyze(Units[Index].Command,
                                     llvm::vfs::createPhysicalFileSystem());
  if (Unit.Key)
    keep(Unit, Result);
  return Result;
}

/// What is known about a unit in which the analysis died: the files that its
/// directives include. What it said itself is half done.
UnitResult WholeRun::crashedResult(size_t Index) {
  UnitResult Result;
  Result.Crashed = true;
  UnitInputs &Inputs = Known[Index].Inputs;
  if (!Inputs.Files)
    forEachSafely(1, 1, [&](size_t) {
      const Unit &What = Units[Index];
      Inputs = Filter.inputsOf(
          parsedCommand(What.Command, Checks.settingsFor(What.File)));
    });
  Result.Facts.MayReachMore = !Inputs.Files;
  if (Inputs.Files)
    for (const std::string &File : *Inputs.Files)
      Result.Facts.Reached.push_back({realPath(File), {}, ""});
  return Result;
}

std::vector<UnitResult> WholeRun::analyze() {
  std::vector<size_t> Reached;
  for (size_t I = 0; I < Units.size(); ++I)
    if (Known[I].IsReached || Known[I].IsForSettings)
      Reached.push_back(I);
  std::vector<UnitResult> Results(Units.size());
  Shown.begin("analyse", Reached.size());
  const std::vector<bool> Crashed =
      forEachSafely(Reached.size(), Options.Jobs, [&](size_t I) {
        Results[Reached[I]] = analyzeUnit(Reached[I]);
        Shown.step();
      });
  for (size_t I = 0; I < Reached.size(); ++I)
    if (Crashed[I])
      Results[Reached[I]] = crashedResult(Reached[I]);
  Shown.end();
  return Results;
}

void WholeRun::report(Migration &Into) {
  Into.Work.Parsed += Parsed;
  Into.Work.FromCache += FromCache;
  Into.Work.Scanned += Scans;
  if (!CacheProblem.empty())
    Into.Problems.push_back({"", 0,
                             "results cannot be kept: " + CacheProblem +
                                 "; name another folder with --cache-dir, or "
                                 "use --no-cache"});
  if (hasCache())
    Cache.prune();
}

std::vector<UnitResult> analyzeUnits(llvm::ArrayRef<Unit> Units,
                                     const Analyzer &Checks,
                                     const RunOptions &Options, Progress &Shown,
                                     Migration &Into) {
  WholeRun Run(Units, Checks, Options, Shown);
  Run.scan();
  std::vector<UnitResult> Results = Run.analyze();
  Run.report(Into);
  return Results;
}

} // namespace immortal::project
