// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Merge.h"
#include "Project/Patch.h"
#include "Project/Paths.h"
#include "Project/ResultYaml.h"
#include "Project/UnitProblems.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>
#include <set>

using clang::tooling::DiagnosticMessage;
using clang::tooling::Replacement;
using clang::tooling::Replacements;
using Edits = llvm::StringMap<Replacements>;

namespace immortal::project {

using clang::tooling::Diagnostic;

namespace {
/// A finding of one unit.
struct Sighting {
  Diagnostic Diag;
  size_t Unit;
};

/// File, offset, check, message: what makes a finding the same.
using Key = std::tuple<std::string, unsigned, std::string, std::string>;

/// A unit that enters a file.
struct Visit {
  size_t Unit;
  const ReachedFile *File;
};

/// Merges the results of one run.
class Merger {
public:
  Merger(llvm::ArrayRef<Unit> Units, llvm::ArrayRef<UnitResult> Results,
         Migration &Into)
      : Units(Units), Results(Results), Into(Into) {}

  void run();

private:
  void clean(std::string &Path, llvm::StringRef Folder);
  void clean(DiagnosticMessage &Message, llvm::StringRef Folder);
  void dropSkipped(const Key &Place, std::vector<Sighting> &Sightings);
  void add(const Key &Place, llvm::ArrayRef<Sighting> Sightings);
  std::string objectionAt(const std::string &Path, unsigned Offset,
                          const std::set<size_t> &Agreeing) const;
  std::string objection(const Key &Place, llvm::ArrayRef<Sighting> Sightings,
                        Diagnostic &Chosen) const;
  std::string errorIn(size_t Unit) const;
  std::string pythonOf(size_t Unit) const;
  std::string nameOf(size_t Unit) const {
    return relativeTo(Units[Unit].File, Into.Root).str();
  }
  std::string whereIs(size_t Unit) const;
  std::string outside(const Edits &Fix) const;
  bool isClean(size_t Unit) const {
    return !Results[Unit].Crashed && !Results[Unit].firstError();
  }
  void addTexts();
  bool addText(const std::string &Path);
  std::string staleIn(const Diagnostic &D);

  llvm::ArrayRef<Unit> Units;
  llvm::ArrayRef<UnitResult> Results;
  Migration &Into;
  std::map<Key, std::vector<Sighting>> Found;
  llvm::StringMap<std::vector<Visit>> Visits;
  /// The units' own source files; any other file is a header.
  llvm::StringSet<> IsSource;
  /// Files whose text is not the one that was parsed.
  llvm::StringSet<> Stale;
  std::map<std::pair<std::string, std::string>, std::string> RealPaths;
};
} // namespace

void Merger::clean(std::string &Path, llvm::StringRef Folder) {
  if (Path.empty())
    return;
  const auto [Known, IsNew] =
      RealPaths.try_emplace({Path, Folder.str()}, std::string());
  if (IsNew)
    Known->second = realPath(Path, Folder);
  Path = Known->second;
}

void Merger::clean(DiagnosticMessage &Message, llvm::StringRef Folder) {
  clean(Message.FilePath, Folder);
  for (clang::tooling::FileByteRange &Range : Message.Ranges)
    clean(Range.FilePath, Folder);
  Edits Fix;
  for (const auto &Entry : Message.Fix)
    for (const Replacement &Edit : Entry.second) {
      std::string Path = Edit.getFilePath().str();
      clean(Path, Folder);
      // Two spellings of one path may have the same edit.
      llvm::consumeError(
          Fix[Path].add({Path, Edit.getOffset(), Edit.getLength(),
                         Edit.getReplacementText()}));
    }
  Message.Fix = std::move(Fix);
}

std::string Merger::pythonOf(size_t Unit) const {
  return Into.Configurations.empty()
             ? ""
             : " with Python " + Into.Configurations[Units[Unit].Configuration];
}

std::string Merger::whereIs(size_t Unit) const {
  return "in " + nameOf(Unit) + pythonOf(Unit);
}

std::string Merger::errorIn(size_t Unit) const {
  if (Results[Unit].Crashed)
    return "the analysis of " + nameOf(Unit) + " crashed";
  const Diagnostic *Error = Results[Unit].firstError();
  return nameOf(Unit) + " does not compile" + pythonOf(Unit) + " (" +
         (Error ? Error->Message.Message : "a file is not found") + ")";
}

std::string Merger::outside(const Edits &Fix) const {
  for (const auto &Entry : Fix)
    if (!isBelow(Entry.getKey(), Into.Root))
      return (Entry.getKey() + " is outside of the project's folder " +
              Into.Root + "; widen it with --root")
          .str();
  return "";
}

/// A fix without the includes that it may share with others: which fix has
/// them depends on what else a unit finds in the file.
static Edits withoutIncludes(const Edits &Fix) {
  Edits Result;
  for (const auto &Entry : Fix)
    for (const Replacement &Edit : Entry.second)
      if (!includesCompatHeader(Edit))
        llvm::consumeError(Result[Entry.getKey()].add(Edit));
  return Result;
}

/// Adds the include of a compatibility header to each file of \p To that has
/// none and that \p From adds one to.
static void addIncludes(Edits &To, const Edits &From) {
  for (const auto &Entry : From)
    for (const Replacement &Edit : Entry.second)
      if (Replacements &Own = To[Entry.getKey()];
          includesCompatHeader(Edit) &&
          llvm::none_of(Own, includesCompatHeader))
        llvm::consumeError(Own.add(Edit));
}

/// Whether a unit that does not agree is in the way of an edit of \p Path at
/// \p Offset; then the reason.
std::string Merger::objectionAt(const std::string &Path, unsigned Offset,
                                const std::set<size_t> &Agreeing) const {
  if (const auto At = Visits.find(Path); At != Visits.end())
    for (const Visit &V : At->second) {
      if (Agreeing.count(V.Unit))
        continue;
      if (!isClean(V.Unit))
        return errorIn(V.Unit);
      if (!V.File->skips(Offset))
        return whereIs(V.Unit) + " the place is judged differently";
    }
  if (IsSource.contains(Path))
    return "";
  for (size_t I = 0; I < Units.size(); ++I)
    if (Results[I].Facts.MayReachMore && !Agreeing.count(I) &&
        !Results[I].Facts.reached(Path))
      return errorIn(I) + ", so it may include this header";
  return "";
}

std::string Merger::objection(const Key &Place,
                              llvm::ArrayRef<Sighting> Sightings,
                              Diagnostic &Chosen) const {
  std::set<size_t> Agreeing;
  const Edits Own = withoutIncludes(Chosen.Message.Fix);
  for (const Sighting &S : Sightings) {
    if (!isClean(S.Unit))
      return errorIn(S.Unit);
    if (S.Diag.Message.Fix.empty()) {
      // Its notes say why.
      Chosen = S.Diag;
      return whereIs(S.Unit) + " it cannot be rewritten";
    }
    if (withoutIncludes(S.Diag.Message.Fix) != Own)
      return whereIs(S.Unit) + " it would be rewritten differently";
    addIncludes(Chosen.Message.Fix, S.Diag.Message.Fix);
    Agreeing.insert(S.Unit);
  }
  const auto &[Path, Offset, Check, Text] = Place;
  // The same check with another verdict: the unit enters the file twice.
  for (auto Other = Found.lower_bound({Path, Offset, Check, ""});
       Other != Found.end(); ++Other) {
    const auto &[OtherPath, OtherOffset, OtherCheck, OtherText] = Other->first;
    if (std::tie(OtherPath, OtherOffset, OtherCheck) !=
        std::tie(Path, Offset, Check))
      break;
    for (const Sighting &S : Other->second)
      if (OtherText != Text && Agreeing.count(S.Unit) &&
          withoutIncludes(S.Diag.Message.Fix) != Own)
        return whereIs(S.Unit) + " the place is judged differently when it is "
                                 "entered again";
  }
  std::string Reason = objectionAt(Path, Offset, Agreeing);
  for (const auto &Entry : Own)
    for (const Replacement &Edit : Entry.second)
      if (Reason.empty())
        Reason = objectionAt(Entry.getKey().str(), Edit.getOffset(), Agreeing);
  return Reason;
}

void Merger::dropSkipped(const Key &Place, std::vector<Sighting> &Sightings) {
  const auto At = Visits.find(std::get<0>(Place));
  if (At == Visits.end())
    return;
  const unsigned Offset = std::get<1>(Place);
  const bool IsParsed = llvm::any_of(At->second, [&](const Visit &V) {
    return isClean(V.Unit) && !V.File->skips(Offset);
  });
  if (IsParsed)
    llvm::erase_if(Sightings, [&](const Sighting &S) {
      const ReachedFile *File =
          Results[S.Unit].Facts.reached(std::get<0>(Place));
      return File && File->skips(Offset);
    });
}

void Merger::add(const Key &Place, llvm::ArrayRef<Sighting> Sightings) {
  if (Sightings.empty())
    return;
  const auto *const WithFix = llvm::find_if(
      Sightings, [](const Sighting &S) { return !S.Diag.Message.Fix.empty(); });
  Finding New;
  New.Diag =
      WithFix == Sightings.end() ? Sightings.front().Diag : WithFix->Diag;
  if (!Into.Configurations.empty()) {
    std::set<unsigned> Pythons;
    for (const Sighting &S : Sightings)
      Pythons.insert(Units[S.Unit].Configuration);
    for (const unsigned Python : Pythons)
      New.Configurations.push_back(Into.Configurations[Python]);
  }
  Edits &Fix = New.Diag.Message.Fix;
  if (!Fix.empty()) {
    New.Reason = outside(Fix);
    if (New.Reason.empty())
      New.Reason = staleIn(New.Diag);
    if (New.Reason.empty())
      New.Reason = objection(Place, Sightings, New.Diag);
    if (!New.Reason.empty())
      Fix.clear();
  }
  if (!Fix.empty())
    New.State = Outcome::Fixed;
  else if (llvm::any_of(New.Diag.Notes, [](const DiagnosticMessage &Note) {
             return !Note.Fix.empty();
           }))
    New.State = Outcome::Offered;
  Into.Findings.push_back(std::move(New));
}

bool Merger::addText(const std::string &Path) {
  if (Path.empty() || Into.Texts.count(Path))
    return true;
  if (Stale.contains(Path))
    return false;
  const auto Text = llvm::MemoryBuffer::getFile(Path);
  const std::string Hash = Text ? hashText((*Text)->getBuffer()) : "";
  if (const auto At = Visits.find(Path); At != Visits.end())
    for (const Visit &V : At->second)
      if (!V.File->Hash.empty() && V.File->Hash != Hash) {
        Stale.insert(Path);
        Into.Problems.push_back({Path, 0,
                                 "was changed after it was read, so nothing in "
                                 "it is fixed; run again"});
        return false;
      }
  if (Text)
    Into.Texts[Path] = (*Text)->getBuffer().str();
  return true;
}

std::string Merger::staleIn(const Diagnostic &D) {
  std::vector<std::string> Files = {D.Message.FilePath};
  for (const auto &Entry : D.Message.Fix)
    Files.push_back(Entry.getKey().str());
  for (const std::string &File : Files)
    if (!addText(File))
      return relativeTo(File, Into.Root).str() +
             " was changed after it was read";
  return "";
}

void Merger::addTexts() {
  for (const Finding &F : Into.Findings) {
    addText(F.Diag.Message.FilePath);
    for (const auto &Entry : F.Diag.Message.Fix)
      addText(Entry.getKey().str());
    for (const DiagnosticMessage &Note : F.Diag.Notes)
      addText(Note.FilePath);
  }
}

void Merger::run() {
  for (size_t I = 0; I < Units.size(); ++I) {
    IsSource.insert(Units[I].File);
    for (const ReachedFile &File : Results[I].Facts.Reached)
      Visits[File.Path].push_back({I, &File});
    for (Diagnostic D : Results[I].Findings) {
      clean(D.Message, D.BuildDirectory);
      for (DiagnosticMessage &Note : D.Notes)
        clean(Note, D.BuildDirectory);
      Key Place{D.Message.FilePath, D.Message.FileOffset, D.DiagnosticName,
                D.Message.Message};
      Found[std::move(Place)].push_back({std::move(D), I});
    }
  }
  for (auto &[Place, Sightings] : Found)
    dropSkipped(Place, Sightings);
  for (const auto &[Place, Sightings] : Found)
    add(Place, Sightings);
  addUnitProblems(Units, Results, Into);
  addTexts();
}

void mergeResults(llvm::ArrayRef<Unit> Units,
                  llvm::ArrayRef<UnitResult> Results, Migration &Into) {
  Merger(Units, Results, Into).run();
}

} // namespace immortal::project
