// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Verifier.h"
#include "Project/Paths.h"
#include "Project/VendoredHeader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include <set>

namespace immortal::project {

using clang::tooling::Diagnostic;

namespace {
/// A finding or a doubt of one unit.
struct Place {
  /// What is the same in another that is the same: the check, or all that a
  /// doubt says.
  std::string Kind;
  std::string Check, File;
  unsigned Offset, Line;
  std::string Text;
};

/// Compares what one unit says before and after.
class Comparison {
public:
  Comparison(const Stage &Before, const Patch &Edits, const Trial &After,
             llvm::ArrayRef<const Fix *> Chosen)
      : Before(Before), Edits(Edits), After(After), Chosen(Chosen) {}

  std::vector<Objection> compare(const UnitResult &Old, const UnitResult &New,
                                 const std::string &Where) const;

private:
  llvm::StringRef textAfter(const std::string &File) const;
  std::vector<Place> placesOf(llvm::ArrayRef<Diagnostic> Said,
                              bool IsNew) const;
  std::vector<Place> doubtsOf(const UnitResult &Result, bool IsNew) const;
  std::vector<const Fix *> fixesAt(const std::string &File,
                                   unsigned Line) const;
  bool isFixed(const Place &Old) const;
  bool wasThere(const Fix &F, const Place &New,
                std::vector<Place> &Known) const;
  bool wasElsewhere(const Place &New, std::vector<Place> &Known) const;
  std::string changedFile(const UnitResult &Old, const UnitResult &New) const;
  void addCompiler(const UnitResult &Old, const UnitResult &New,
                   const std::string &Where,
                   std::vector<Objection> &Into) const;
  void addFindings(const UnitResult &Old, const UnitResult &New,
                   const std::string &Where,
                   std::vector<Objection> &Into) const;

  const Stage &Before;
  const Patch &Edits;
  const Trial &After;
  llvm::ArrayRef<const Fix *> Chosen;
};
} // namespace

static std::string fileOf(const Diagnostic &D) {
  return D.Message.FilePath.empty()
             ? ""
             : realPath(D.Message.FilePath, D.BuildDirectory);
}

llvm::StringRef Comparison::textAfter(const std::string &File) const {
  if (const auto Found = After.Edited.find(File); Found != After.Edited.end())
    return Found->second;
  const auto Found = Before.Texts.find(File);
  return Found == Before.Texts.end() ? "" : llvm::StringRef(Found->second);
}

std::vector<Place> Comparison::placesOf(llvm::ArrayRef<Diagnostic> Said,
                                        bool IsNew) const {
  std::vector<Place> Places;
  for (const Diagnostic &D : Said) {
    Place P = {
        D.DiagnosticName, D.DiagnosticName, fileOf(D), D.Message.FileOffset, 0,
        D.Message.Message};
    const auto Old = Before.Texts.find(P.File);
    P.Line = IsNew                       ? lineOf(textAfter(P.File), P.Offset)
             : Old == Before.Texts.end() ? 0
                                         : lineOf(Old->second, P.Offset);
    Places.push_back(std::move(P));
  }
  return Places;
}

std::vector<Place> Comparison::doubtsOf(const UnitResult &Result,
                                        bool IsNew) const {
  std::vector<Place> Places = placesOf(Result.Doubts, IsNew);
  // A private call never refuses: what may be said about it does not hold for
  // the public one.
  for (Place &P : Places)
    P.Kind = P.Text;
  return Places;
}

std::vector<const Fix *> Comparison::fixesAt(const std::string &File,
                                             unsigned Line) const {
  std::vector<const Fix *> Found;
  const auto All = Edits.edits().find(File);
  if (All == Edits.edits().end())
    return Found;
  for (const Fix *F : Chosen)
    if (const auto Own = F->Edits.find(File);
        Own != F->Edits.end() &&
        contains(linesAfter(Own->second, All->second, textAfter(File)), Line))
      Found.push_back(F);
  return Found;
}

bool Comparison::isFixed(const Place &Old) const {
  return llvm::any_of(Chosen, [&](const Fix *F) {
    const Diagnostic &D = Before.Findings[F->Finding].Diag;
    return D.DiagnosticName == Old.Check && D.Message.FilePath == Old.File &&
           D.Message.FileOffset == Old.Offset && D.Message.Message == Old.Text;
  });
}

/// Takes the first that is \p Wanted out of \p Known; false if there is none.
static bool take(std::vector<Place> &Known,
                 llvm::function_ref<bool(const Place &)> Wanted) {
  const auto Found = llvm::find_if(Known, Wanted);
  if (Found == Known.end())
    return false;
  Known.erase(Found);
  return true;
}

/// Whether one of \p Known is what \p New says, before \p F: at the same place,
/// or at one of those that \p F moves code from. It is taken out of \p Known.
bool Comparison::wasThere(const Fix &F, const Place &New,
                          std::vector<Place> &Known) const {
  const std::string OldText = Before.Texts.lookup(New.File);
  std::vector<LineRange> From = linesBefore(F.Edits.at(New.File), OldText);
  const auto &Own = Before.Findings[F.Finding].Diag.Message;
  if (Own.FilePath == New.File) {
    const unsigned Line = lineOf(OldText, Own.FileOffset);
    From.push_back({Line, Line});
  }
  const auto &All = Edits.edits().at(New.File);
  return take(Known, [&](const Place &Old) {
    return Old.Kind == New.Kind && Old.File == New.File &&
           (contains(From, Old.Line) ||
            lineOf(textAfter(New.File), shifted(Old.Offset, All)) == New.Line);
  });
}

/// The same for a place that no fix touches.
bool Comparison::wasElsewhere(const Place &New,
                              std::vector<Place> &Known) const {
  const auto All = Edits.edits().find(New.File);
  return take(Known, [&](const Place &Old) {
    if (Old.Kind != New.Kind || Old.File != New.File)
      return false;
    return All == Edits.edits().end()
               ? Old.Offset == New.Offset
               : lineOf(textAfter(New.File),
                        shifted(Old.Offset, All->second)) == New.Line;
  });
}

void Comparison::addFindings(const UnitResult &Old, const UnitResult &New,
                             const std::string &Where,
                             std::vector<Objection> &Into) const {
  std::vector<Place> Known = placesOf(Old.Findings, /*IsNew=*/false);
  // Found again where no fix is, it is fixed in part.
  std::vector<Place> Fixed;
  llvm::copy_if(Known, std::back_inserter(Fixed),
                [&](const Place &P) { return isFixed(P); });
  llvm::erase_if(Known, [&](const Place &P) { return isFixed(P); });
  for (const Place &P : placesOf(New.Findings, /*IsNew=*/true)) {
    const std::vector<const Fix *> At = fixesAt(P.File, P.Line);
    if (At.empty() ? wasElsewhere(P, Known) || wasElsewhere(P, Fixed)
                   : llvm::any_of(At, [&](const Fix *F) {
                       return wasThere(*F, P, Known);
                     }))
      continue;
    const std::string Line =
        At.empty() ? llvm::formatv(" in line {0} of {1}", P.Line + 1,
                                   llvm::sys::path::filename(P.File))
                         .str()
                   : "";
    Into.push_back({llvm::formatv("{0} would get a finding of {1}{2}: {3}",
                                  Where, P.Check, Line, P.Text)
                        .str(),
                    At});
  }
  std::vector<Place> Doubts = doubtsOf(Old, /*IsNew=*/false);
  for (const Place &P : doubtsOf(New, /*IsNew=*/true))
    if (const std::vector<const Fix *> At = fixesAt(P.File, P.Line);
        !At.empty() && llvm::none_of(At, [&](const Fix *F) {
          return wasThere(*F, P, Doubts);
        }))
      Into.push_back({Where + ": " + P.Text, At});
}

void Comparison::addCompiler(const UnitResult &Old, const UnitResult &New,
                             const std::string &Where,
                             std::vector<Objection> &Into) const {
  // Without the line, which edits above it change.
  const auto KeyOf = [](const Diagnostic &D) {
    return std::tuple(D.DiagLevel, D.DiagnosticName, D.Message.Message,
                      fileOf(D));
  };
  std::multiset<decltype(KeyOf(std::declval<Diagnostic>()))> Known;
  for (const Diagnostic &D : Old.Compiler)
    Known.insert(KeyOf(D));
  for (const Diagnostic &D : New.Compiler) {
    if (const auto Same = Known.find(KeyOf(D)); Same != Known.end()) {
      Known.erase(Same);
      continue;
    }
    const std::string File = fileOf(D);
    const unsigned Line = lineOf(textAfter(File), D.Message.FileOffset);
    std::string Reason =
        Where +
        (D.DiagLevel == Diagnostic::Error ? " would not compile"
                                          : " would get a new warning") +
        ": " + D.Message.Message;
    if (llvm::StringRef(D.Message.Message)
            .starts_with(("'" + VendoredHeaderName + "' file not found").str()))
      Reason = (VendoredHeaderName +
                " is not found; put it into a folder that is searched for "
                "headers, with --vendor-header DIR")
                   .str();
    Into.push_back({std::move(Reason), fixesAt(File, Line)});
  }
}

/// A file that somebody else edited since \p Old, so that the two cannot be
/// compared; empty if there is none.
std::string Comparison::changedFile(const UnitResult &Old,
                                    const UnitResult &New) const {
  for (const ReachedFile &File : New.Facts.Reached)
    if (const ReachedFile *Known = Old.Facts.reached(File.Path);
        Known && !After.Edited.count(File.Path) && Known->Hash != File.Hash)
      return File.Path;
  return "";
}

std::vector<Objection> Comparison::compare(const UnitResult &Old,
                                           const UnitResult &New,
                                           const std::string &Where) const {
  std::vector<Objection> Result;
  if (New.Crashed)
    return {{"the analysis of " + Where + " would crash", {}}};
  if (const std::string File = changedFile(Old, New); !File.empty())
    return {{File + " was changed after it was read; run again", {}}};
  addCompiler(Old, New, Where, Result);
  // What follows from an error is no reason of its own.
  if (Result.empty())
    addFindings(Old, New, Where, Result);
  return Result;
}

Trial Verifier::tryOut(const Stage &Before, llvm::ArrayRef<const Fix *> Chosen,
                       llvm::ArrayRef<const Fix *> Suspects) {
  const Patch Edits = Patch::of(Chosen);
  Trial Result;
  for (const auto &Entry : Before.Edited)
    Result.Edited[Entry.getKey()] = Entry.getValue();
  for (const auto &Entry : Edits.edits()) {
    llvm::Expected<std::string> Text =
        Edits.apply(Entry.first, Before.Texts.lookup(Entry.first));
    if (!Text) {
      Result.Objections.push_back({llvm::toString(Text.takeError()), {}});
      return Result;
    }
    Result.Edited[Entry.first] = std::move(*Text);
  }

  std::vector<Unit> Reaching;
  for (size_t I = 0; I < Units.size(); ++I)
    if (llvm::any_of(Suspects, [&](const Fix *F) {
          return llvm::any_of(F->Edits, [&](const auto &Entry) {
            return Before.Results[I].Facts.reached(Entry.first);
          });
        })) {
      Reaching.push_back(Units[I]);
      Result.Results.push_back({I, UnitResult()});
    }
  std::vector<UnitResult> Said =
      runUnits(Reaching, Jobs, [&](const Unit &What) {
        return Analyze(What, withTexts(Result.Edited));
      });
  for (size_t I = 0; I < Said.size(); ++I)
    Result.Results[I].second = std::move(Said[I]);

  const Comparison Compare(Before, Edits, Result, Chosen);
  for (const auto &[Index, New] : Result.Results) {
    const unsigned Python = Units[Index].Configuration;
    llvm::StringRef File = Units[Index].File;
    if (isBelow(File, Root))
      File = File.drop_front(Root.size()).ltrim('/');
    const std::string Where =
        ("'" + File + "'" +
         (Python < Pythons.size() ? " with Python " + Pythons[Python] : ""))
            .str();
    llvm::append_range(Result.Objections,
                       Compare.compare(Before.Results[Index], New, Where));
  }
  return Result;
}

} // namespace immortal::project
