// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Shard.h"
#include "Project/DurableFile.h"
#include "Project/OutputFile.h"
#include "Project/Paths.h"
#include "Project/ResultYaml.h"
#include "clang/Basic/Version.h"
#include "llvm/Support/xxhash.h"
#include <map>

using namespace immortal::project;
using llvm::yaml::IO;

namespace {
/// A unit as it stands in a file.
struct StoredUnit {
  unsigned Place = 0;
  Unit What;
  UnitResult Result;
};

/// A file with findings, to notice if it changes.
struct StoredText {
  std::string File, Hash;
};

struct StoredOption {
  std::string Key, Value;
};

struct StoredRun {
  std::string Version;
  PartialRun Run;
  std::vector<StoredOption> Options;
  std::vector<StoredText> Texts;
  std::vector<StoredUnit> Units;
};
} // namespace

LLVM_YAML_IS_SEQUENCE_VECTOR(StoredUnit)
LLVM_YAML_IS_SEQUENCE_VECTOR(StoredText)
LLVM_YAML_IS_SEQUENCE_VECTOR(StoredOption)
LLVM_YAML_IS_SEQUENCE_VECTOR(Problem)

namespace llvm::yaml {
template <> struct MappingTraits<Problem> {
  static void mapping(IO &Io, Problem &P) {
    Io.mapRequired("File", P.File);
    Io.mapRequired("Line", P.Line);
    Io.mapRequired("Text", P.Text);
    Io.mapRequired("Internal", P.Internal);
  }
};

template <> struct MappingTraits<StoredText> {
  static void mapping(IO &Io, StoredText &T) {
    Io.mapRequired("File", T.File);
    Io.mapRequired("Hash", T.Hash);
  }
};

template <> struct MappingTraits<StoredOption> {
  static void mapping(IO &Io, StoredOption &O) {
    Io.mapRequired("Key", O.Key);
    Io.mapRequired("Value", O.Value);
  }
};

template <> struct MappingTraits<StoredUnit> {
  static void mapping(IO &Io, StoredUnit &U) {
    Io.mapRequired("Place", U.Place);
    Io.mapRequired("File", U.What.File);
    Io.mapRequired("Configuration", U.What.Configuration);
    Io.mapRequired("Directory", U.What.Command.Directory);
    Io.mapRequired("Filename", U.What.Command.Filename);
    Io.mapRequired("CommandLine", U.What.Command.CommandLine);
    Io.mapRequired("Result", U.Result);
  }
};

template <> struct MappingTraits<StoredRun> {
  static void mapping(IO &Io, StoredRun &R) {
    Io.mapRequired("ImmortalMigrate", R.Version);
    Io.mapRequired("Shard", R.Run.Shard.Index);
    Io.mapRequired("Shards", R.Run.Shard.Count);
    Io.mapRequired("Plan", R.Run.Plan);
    Io.mapRequired("Root", R.Run.Begun.Root);
    Io.mapRequired("Configurations", R.Run.Begun.Configurations);
    Io.mapRequired("Problems", R.Run.Begun.Problems);
    Io.mapRequired("Checks", R.Run.Settings.Checks);
    Io.mapRequired("OldestPython", R.Run.Settings.OldestPython);
    Io.mapRequired("CheckOptions", R.Options);
    Io.mapRequired("AllFiles", R.Run.Begun.Work.Files);
    Io.mapRequired("AllUnits", R.Run.Begun.Work.Units);
    Io.mapRequired("Parsed", R.Run.Begun.Work.Parsed);
    Io.mapRequired("FromCache", R.Run.Begun.Work.FromCache);
    Io.mapRequired("Scanned", R.Run.Begun.Work.Scanned);
    Io.mapRequired("BuildFiles", R.Run.BuildFiles);
    Io.mapRequired("Texts", R.Texts);
    Io.mapRequired("Units", R.Units);
  }
};
} // namespace llvm::yaml

namespace immortal::project {

static constexpr llvm::StringLiteral ShardHeader = "# immortal-migrate shard 1";

static llvm::Error failure(const llvm::Twine &Text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Text);
}

static std::string versionText() {
  return (IMMORTAL_TIDY_VERSION " with " + clang::getClangFullVersion());
}

bool ShardNumber::has(const Unit &What, llvm::StringRef Root) const {
  llvm::StringRef Name = What.File;
  if (Name.consume_front(Root))
    Name = Name.ltrim('/');
  return llvm::xxh3_64bits(Name) % Count == Index - 1;
}

llvm::Expected<ShardNumber> parseShard(llvm::StringRef Text) {
  ShardNumber Result;
  const auto [Index, Count] = Text.split('/');
  if (Index.getAsInteger(10, Result.Index) ||
      Count.getAsInteger(10, Result.Count) || !Result.Index ||
      Result.Index > Result.Count)
    return failure("'" + Text +
                   "' is no part of a run; write --shard 1/4 to --shard 4/4");
  return Result;
}

std::string planOf(llvm::ArrayRef<Unit> Units) {
  std::string All;
  llvm::raw_string_ostream Out(All);
  // No text of a command has a zero byte in it.
  const auto Add = [&](llvm::StringRef Text) { Out << Text << '\0'; };
  for (const Unit &U : Units) {
    Add(U.File);
    Add(U.Command.Directory);
    llvm::for_each(U.Command.CommandLine, Add);
    Out << U.Configuration << '\0';
  }
  return hashText(All);
}

static std::string hashOf(llvm::StringRef File) {
  const llvm::ErrorOr<std::string> Text = readBytes(File);
  return Text ? hashText(*Text) : "";
}

llvm::Error writePartialRun(llvm::StringRef File, const PartialRun &Run) {
  StoredRun Stored;
  Stored.Version = versionText();
  Stored.Run.Shard = Run.Shard;
  Stored.Run.Plan = Run.Plan;
  Stored.Run.Begun.Root = Run.Begun.Root;
  Stored.Run.Begun.Configurations = Run.Begun.Configurations;
  Stored.Run.Begun.Problems = Run.Begun.Problems;
  Stored.Run.Begun.Work = Run.Begun.Work;
  Stored.Run.Settings = Run.Settings;
  Stored.Run.BuildFiles = Run.BuildFiles;
  for (const auto &Option : Run.Settings.Options)
    Stored.Options.push_back({Option.getKey().str(), Option.getValue().Value});
  std::map<std::string, std::string> Texts;
  for (size_t I = 0; I < Run.Units.size(); ++I) {
    Stored.Units.push_back({Run.Places[I], Run.Units[I], Run.Results[I]});
    for (const auto &D : Run.Results[I].Findings)
      Texts.try_emplace(realPath(D.Message.FilePath, D.BuildDirectory));
  }
  for (const auto &Entry : Texts)
    Stored.Texts.push_back({Entry.first, hashOf(Entry.first)});
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  llvm::yaml::Output Yaml(Out, nullptr, /*WrapColumn=*/0);
  Yaml << Stored;
  return writeOutput(
      File, [&](llvm::raw_ostream &To) { To << sealed(ShardHeader, Text); });
}

static llvm::Expected<StoredRun> readOne(const std::string &File) {
  const auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return llvm::createFileError(File, Buffer.getError());
  const auto Body = unsealed(ShardHeader, (*Buffer)->getBuffer());
  if (!Body)
    return failure(File + ": is no result of --shard, or is damaged");
  StoredRun Stored;
  llvm::yaml::Input In(*Body, nullptr,
                       [](const llvm::SMDiagnostic &, void *) {});
  In >> Stored;
  if (In.error())
    return failure(File + ": was written by another version");
  if (Stored.Version != versionText())
    return failure(File + ": was written by version " + Stored.Version +
                   ", and this is " + versionText());
  for (const StoredOption &Option : Stored.Options)
    Stored.Run.Settings.Options[Option.Key] =
        clang::tidy::ClangTidyOptions::ClangTidyValue(Option.Value);
  for (const StoredText &Text : Stored.Texts)
    if (hashOf(Text.File) != Text.Hash)
      return failure(Text.File + " is not as it was when " + File +
                     " was written; run the shards again");
  return Stored;
}

/// In what two parts differ that are not of one run; empty if they are.
static llvm::StringRef difference(const PartialRun &A, const PartialRun &B) {
  if (A.Shard.Count != B.Shard.Count)
    return "the number of parts";
  if (A.Begun.Root != B.Begun.Root)
    return "the project's folder";
  if (A.Begun.Configurations != B.Begun.Configurations)
    return "--python";
  if (A.Settings.Checks != B.Settings.Checks)
    return "--checks";
  const auto &Options = A.Settings.Options, &Others = B.Settings.Options;
  if (A.Settings.OldestPython != B.Settings.OldestPython ||
      Options.size() != Others.size() ||
      llvm::any_of(Options, [&](const auto &Option) {
        const auto Other = Others.find(Option.getKey());
        return Other == Others.end() ||
               Other->getValue().Value != Option.getValue().Value;
      }))
    return "--check-option";
  if (A.Plan != B.Plan)
    return "the sources or their flags";
  return A.BuildFiles != B.BuildFiles ? "the build files" : "";
}

static bool isSame(const Problem &A, const Problem &B) {
  return std::tie(A.File, A.Line, A.Text) == std::tie(B.File, B.Line, B.Text);
}

static void add(PartialRun &To, StoredRun From) {
  // What is wrong with the input, every part says.
  for (Problem &P : From.Run.Begun.Problems)
    if (llvm::none_of(To.Begun.Problems,
                      [&](const Problem &Known) { return isSame(Known, P); }))
      To.Begun.Problems.push_back(std::move(P));
  To.Begun.Work.Parsed += From.Run.Begun.Work.Parsed;
  To.Begun.Work.FromCache += From.Run.Begun.Work.FromCache;
  To.Begun.Work.Scanned += From.Run.Begun.Work.Scanned;
  for (StoredUnit &Unit : From.Units) {
    To.Units.push_back(std::move(Unit.What));
    To.Results.push_back(std::move(Unit.Result));
    To.Places.push_back(Unit.Place);
  }
}

/// Orders units as the whole run has them; an error if one is missing.
static llvm::Error restoreOrder(PartialRun &Run) {
  std::vector<Unit> Units(Run.Begun.Work.Units);
  std::vector<UnitResult> Results(Units.size());
  std::vector<bool> Known(Units.size());
  for (size_t I = 0; I < Run.Places.size(); ++I) {
    const unsigned Place = Run.Places[I];
    if (Place >= Units.size() || Known[Place])
      return failure("the shards are not of one run");
    Known[Place] = true;
    Units[Place] = std::move(Run.Units[I]);
    Results[Place] = std::move(Run.Results[I]);
  }
  if (llvm::is_contained(Known, false))
    return failure("the shards are not of one run: files are missing");
  Run.Units = std::move(Units);
  Run.Results = std::move(Results);
  Run.Places.clear();
  return llvm::Error::success();
}

llvm::Expected<PartialRun> readPartialRuns(llvm::ArrayRef<std::string> Files) {
  std::map<unsigned, std::string> Seen;
  PartialRun Whole;
  for (const std::string &File : Files) {
    llvm::Expected<StoredRun> Part = readOne(File);
    if (!Part)
      return Part.takeError();
    const PartialRun &Run = Part->Run;
    if (Seen.empty()) {
      Whole.Plan = Run.Plan;
      Whole.Begun.Root = Run.Begun.Root;
      Whole.Begun.Configurations = Run.Begun.Configurations;
      Whole.Begun.Work.Files = Run.Begun.Work.Files;
      Whole.Begun.Work.Units = Run.Begun.Work.Units;
      Whole.BuildFiles = Run.BuildFiles;
      Whole.Settings = Run.Settings;
      Whole.Shard = {1, Run.Shard.Count};
    } else if (const llvm::StringRef What = difference(Run, Whole);
               !What.empty()) {
      return failure(File + ": is of another run than " + Files.front() +
                     ", with a difference in " + What +
                     "; make all parts with the same options");
    }
    const auto [Known, IsNew] = Seen.insert({Run.Shard.Index, File});
    if (!IsNew)
      return failure(File + ": is the same part as " + Known->second);
    add(Whole, std::move(*Part));
  }
  for (unsigned I = 1; I <= Whole.Shard.Count; ++I)
    if (!Seen.count(I))
      return failure("part " + llvm::Twine(I) + "/" +
                     llvm::Twine(Whole.Shard.Count) + " is missing");
  Whole.Shard = ShardNumber();
  if (llvm::Error Wrong = restoreOrder(Whole))
    return Wrong;
  return Whole;
}

} // namespace immortal::project
