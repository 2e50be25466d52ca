// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/AcrossFiles.h"
#include "Project/DurableFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

namespace immortal::project {

/// Whether one of \p Names stands in the file, maybe inside a longer one: where
/// it is defined is seen by parsing.
static bool spells(const std::string &File, const llvm::StringSet<> &Names) {
  const llvm::ErrorOr<std::string> Text = readBytes(File);
  return Text && llvm::any_of(Names, [&](const auto &Name) {
           return llvm::StringRef(*Text).contains(Name.getKey());
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

void AcrossFiles::learn(llvm::ArrayRef<Unit> Units,
                        llvm::ArrayRef<UnitResult> Results, unsigned Jobs) {
  std::map<unsigned, llvm::StringSet<>> Missing;
  for (size_t I = 0; I < Units.size(); ++I)
    for (const std::string &Name : Results[I].Facts.Missing)
      Missing[Units[I].Configuration].insert(Name);
  std::vector<Unit> Candidates;
  for (const Unit &U : Units)
    if (const auto Wanted = Missing.find(U.Configuration);
        Wanted != Missing.end() && spells(U.File, Wanted->second))
      Candidates.push_back(U);
  const std::vector<UnitResult> Said =
      runUnits(Candidates, Jobs, [&](const Unit &What) {
        return Checks.describeFunctions(What.Command,
                                        llvm::vfs::createPhysicalFileSystem(),
                                        Missing.at(What.Configuration));
      });

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
  for (size_t I = 0; I < Again.size(); ++I)
    Results[Places[I]] = std::move(Better[I]);
}

} // namespace immortal::project
