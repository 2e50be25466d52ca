// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/AcrossFiles.h"
#include "CAPI/ModelFile.h"
#include "Project/DurableFile.h"
#include "Project/Prefilter.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Signals.h"

namespace immortal::project {

/// Whether one of \p Names stands in the file, maybe inside a longer one: where
/// it is defined is seen by parsing.
static bool spells(const std::string &File, const llvm::StringSet<> &Names) {
  const llvm::ErrorOr<std::string> Text = readBytes(File);
  return Text && llvm::any_of(Names, [&](const auto &Name) {
           return llvm::StringRef(*Text).contains(
               capi::identifierOf(Name.getKey()));
         });
}

AcrossFiles::Key AcrossFiles::keyOf(const Unit &What) {
  return {What.File, What.Configuration, What.Command.CommandLine};
}

/// Writes \p Text into a file of its own; empty if that is not possible.
static std::string writeTemporary(llvm::StringRef Text) {
  llvm::SmallString<128> Path;
  int Descriptor = 0;
  if (llvm::sys::fs::createTemporaryFile("immortal-migrate", "yaml", Descriptor,
                                         Path))
    return "";
  // FileRemover does not run when somebody interrupts.
  llvm::sys::RemoveFileOnSignal(Path);
  llvm::raw_fd_ostream Out(Descriptor, /*shouldClose=*/true);
  Out << Text;
  Out.close();
  if (!Out.has_error())
    return std::string(Path);
  // Half a file may say something else.
  Out.clear_error();
  const llvm::FileRemover Remove(Path);
  return "";
}

/// Whether there is something to say to \p For, which misses \p Missing.
bool AcrossFiles::writeModel(const Unit &For,
                             llvm::ArrayRef<std::string> Missing) {
  const auto Functions = Known.find(For.Configuration);
  if (Functions == Known.end())
    return false;
  std::string Text;
  for (const std::string &Name : Missing)
    if (const auto Row = Functions->second.find(Name);
        Row != Functions->second.end())
      Text += Row->second;
  if (Text.empty())
    return false;
  const auto [Path, IsNew] = PathsByText.try_emplace(Text);
  if (IsNew)
    Path->second = writeTemporary("functions:\n" + Text);
  if (Path->second.empty())
    return false;
  if (IsNew)
    Removers.push_back(std::make_unique<llvm::FileRemover>(Path->second));
  Models[keyOf(For)] = Path->second;
  return true;
}

/// Which of \p Units may call one of \p Wrappers, parsed before or not.
static std::vector<bool> callersOf(const llvm::StringSet<> &Wrappers,
                                   llvm::ArrayRef<Unit> Units,
                                   const Analyzer &Checks, unsigned Jobs) {
  std::vector<char> MayCall(Units.size());
  if (!Wrappers.empty()) {
    std::vector<std::string> Words;
    for (const auto &Wrapper : Wrappers)
      Words.push_back(capi::identifierOf(Wrapper.getKey()));
    Prefilter Filter(Words);
    forEachSafely(Units.size(), Jobs, [&](size_t I) {
      const clang::tooling::CompileCommand Command =
          parsedCommand(Units[I].Command, Checks.settingsFor(Units[I].File));
      if (Filter.spellsMore(Command, Filter.inputsOf(Command)))
        MayCall[I] = true;
    });
  }
  return {MayCall.begin(), MayCall.end()};
}

void AcrossFiles::learn(llvm::ArrayRef<Unit> Units,
                        std::vector<UnitResult> &Results, unsigned Jobs) {
  std::map<unsigned, llvm::StringSet<>> Asked;
  llvm::StringSet<> Wrappers;
  for (size_t I = 0; I < Units.size(); ++I) {
    const UnitFacts &Facts = Results[I].Facts;
    llvm::StringSet<> &Names = Asked[Units[I].Configuration];
    Names.insert(Facts.Missing.begin(), Facts.Missing.end());
    Names.insert(Facts.Wrappers.begin(), Facts.Wrappers.end());
    Wrappers.insert(Facts.Wrappers.begin(), Facts.Wrappers.end());
  }
  const std::vector<bool> MayCall = callersOf(Wrappers, Units, Checks, Jobs);
  std::vector<Unit> Candidates;
  std::vector<size_t> Places;
  for (size_t I = 0; I < Units.size(); ++I)
    if (MayCall[I] || spells(Units[I].File, Asked[Units[I].Configuration])) {
      Candidates.push_back(Units[I]);
      Places.push_back(I);
    }
  const std::vector<UnitResult> Said =
      runUnits(Candidates, Jobs, [&](const Unit &What) {
        return Checks.describeFunctions(What.Command,
                                        llvm::vfs::createPhysicalFileSystem(),
                                        Asked.at(What.Configuration));
      });
  for (size_t I = 0; I < Candidates.size(); ++I) {
    // Of callers of wrappers, the first pass did not ask.
    std::vector<std::string> &Missing = Results[Places[I]].Facts.Missing;
    for (const std::string &Name : Said[I].Facts.Missing)
      if (Wrappers.contains(Name) && !llvm::is_contained(Missing, Name))
        Missing.push_back(Name);
  }

  for (size_t I = 0; I < Candidates.size(); ++I) {
    const bool IsUsable = !Said[I].Crashed && !Said[I].firstError();
    for (const auto &[Name, Row] : Said[I].Facts.Rows) {
      const auto [Entry, IsNew] =
          Known[Candidates[I].Configuration].try_emplace(Name, Row);
      // An empty row says nothing.
      if (!IsUsable || (!IsNew && Entry->second != Row))
        Entry->second.clear();
    }
  }
}

UnitResult AcrossFiles::analyze(
    const Unit &What,
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files) const {
  const auto Model = Models.find(keyOf(What));
  return Checks.analyze(What.Command, Files,
                        Model == Models.end() ? "" : Model->second);
}

void AcrossFiles::complete(llvm::ArrayRef<Unit> Units,
                           std::vector<UnitResult> &Results, unsigned Jobs) {
  learn(Units, Results, Jobs);
  std::vector<Unit> Again;
  std::vector<size_t> Places;
  for (size_t I = 0; I < Units.size(); ++I) {
    if (!writeModel(Units[I], Results[I].Facts.Missing))
      continue;
    Again.push_back(Units[I]);
    Places.push_back(I);
  }
  std::vector<UnitResult> Better = runUnits(Again, Jobs, [&](const Unit &What) {
    return analyze(What, llvm::vfs::createPhysicalFileSystem());
  });
  for (size_t I = 0; I < Again.size(); ++I) {
    UnitResult &Result = Results[Places[I]];
    // What it reaches is known from before.
    if (Better[I].Crashed)
      Better[I].Facts = std::move(Result.Facts);
    Result = std::move(Better[I]);
  }
}

} // namespace immortal::project
