// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Merge.h"
#include "Project/Paths.h"
#include "Project/UnitProblems.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>
#include <set>

using clang::tooling::Diagnostic;
using clang::tooling::DiagnosticMessage;
using clang::tooling::Replacement;
using clang::tooling::Replacements;
using Edits = llvm::StringMap<Replacements>;

namespace immortal::project {

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
  void add(const Key &Place, std::vector<Sighting> Sightings);
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
  void addText(const std::string &Path);

  llvm::ArrayRef<Unit> Units;
  llvm::ArrayRef<UnitResult> Results;
  Migration &Into;
  std::map<Key, std::vector<Sighting>> Found;
  llvm::StringMap<std::vector<Visit>> Visits;
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
  return nameOf(Unit) + " does not compile" + pythonOf(Unit) + " (" +
         Results[Unit].firstError()->Message.Message + ")";
}

std::string Merger::outside(const Edits &Fix) const {
  for (const auto &Entry : Fix)
    if (!isBelow(Entry.getKey(), Into.Root))
      return (Entry.getKey() + " is outside of the project's folder " +
              Into.Root + "; widen it with --root")
          .str();
  return "";
}

std::string Merger::objection(const Key &Place,
                              llvm::ArrayRef<Sighting> Sightings,
                              Diagnostic &Chosen) const {
  std::set<size_t> Agreeing;
  for (const Sighting &S : Sightings) {
    if (!isClean(S.Unit))
      return errorIn(S.Unit);
    if (S.Diag.Message.Fix.empty()) {
      // Its notes say why.
      Chosen = S.Diag;
      return whereIs(S.Unit) + " it cannot be rewritten";
    }
    if (S.Diag.Message.Fix != Chosen.Message.Fix)
      return whereIs(S.Unit) + " it would be rewritten differently";
    Agreeing.insert(S.Unit);
  }
  const auto [Path, Offset, Check, Text] = Place;
  const auto At = Visits.find(Path);
  if (At == Visits.end())
    return "";
  for (const Visit &V : At->second) {
    if (Agreeing.count(V.Unit))
      continue;
    if (!isClean(V.Unit))
      return errorIn(V.Unit);
    if (!V.File->skips(Offset))
      return whereIs(V.Unit) + " the place is judged differently";
  }
  return "";
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

void Merger::add(const Key &Place, std::vector<Sighting> Sightings) {
  dropSkipped(Place, Sightings);
  if (Sightings.empty())
    return;
  const auto WithFix = llvm::find_if(
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

void Merger::addText(const std::string &Path) {
  if (Path.empty() || Into.Texts.count(Path))
    return;
  if (const auto Text = llvm::MemoryBuffer::getFile(Path))
    Into.Texts[Path] = (*Text)->getBuffer().str();
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
    add(Place, std::move(Sightings));
  addUnitProblems(Units, Results, Into);
  addTexts();
}

void mergeResults(llvm::ArrayRef<Unit> Units,
                  llvm::ArrayRef<UnitResult> Results, Migration &Into) {
  Merger(Units, Results, Into).run();
}

} // namespace immortal::project
