// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Fixer.h"
#include "Project/Merge.h"
#include "Project/Paths.h"
#include "Project/VendoredHeader.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::project {

/// A bound for fixes that make room for each other without end.
static constexpr unsigned MaximumRounds = 8;

namespace {
using Fixes = std::vector<const Fix *>;

/// A fix that was applied.
struct Step {
  /// Whose it is, as it was before the round.
  clang::tooling::Diagnostic Of;
  /// What it edits.
  std::string Lines;
};

/// What was done together.
struct Round {
  FileEdits Edits;
  std::vector<Step> Steps;
};

/// The rounds of one run.
class Fixer {
public:
  Fixer(llvm::ArrayRef<Unit> Units, std::vector<UnitResult> Results,
        const FixSettings &Settings, AnalyzeWith Analyze, Migration &Into);

  void run();

private:
  bool runRound();
  void applyUnverified();
  Fixes withoutConflicts(llvm::ArrayRef<Fix> All);
  Fixes settle(Fixes Chosen);
  Fixes isolate(Fixes Good, llvm::ArrayRef<const Fix *> Suspects);
  void drop(const Fix &F, const Trial &Because);
  std::optional<std::string> misfit(const Fix &F) const;
  void apply(const Fixes &Chosen);
  std::string editedLines(const Fix &F) const;
  std::string followed(const clang::tooling::Diagnostic &First,
                       unsigned &Offset) const;
  void fillStates();
  void fillChanges();

  llvm::ArrayRef<Unit> Units;
  const FixSettings &Settings;
  Migration &Into;
  Verifier Verification;
  Stage Now;
  /// The last trial that nothing objected to.
  Trial Accepted;
  /// Why the findings of this round are not fixed, by their place.
  std::map<size_t, std::string> Reasons;
  std::vector<Round> Rounds;
  std::optional<Change> Header;
  bool NeedsHeader = false;
};
} // namespace

Fixer::Fixer(llvm::ArrayRef<Unit> Units, std::vector<UnitResult> Results,
             const FixSettings &Settings, AnalyzeWith Analyze, Migration &Into)
    : Units(Units), Settings(Settings), Into(Into),
      Verification(Units, Into, Settings.Jobs, std::move(Analyze)) {
  for (const auto &Entry : Into.Texts)
    Now.Texts[Entry.getKey()] = Entry.getValue();
  Now.Results = std::move(Results);
  Now.Findings = Into.Findings;
}

/// Why \p F is not for the texts as they are.
std::optional<std::string> Fixer::misfit(const Fix &F) const {
  const Patch Alone = Patch::of({&F});
  for (const auto &Entry : F.Edits) {
    llvm::Expected<std::string> After =
        Alone.apply(Entry.first, Now.Texts.lookup(Entry.first));
    if (!After)
      return llvm::toString(After.takeError());
  }
  return std::nullopt;
}

Fixes Fixer::withoutConflicts(llvm::ArrayRef<Fix> All) {
  Fixes Chosen;
  Patch Edits;
  for (const Fix &F : All) {
    if (auto Wrong = misfit(F)) {
      Reasons[F.Finding] = *Wrong;
      continue;
    }
    const auto Conflict = Edits.add(F);
    if (!Conflict)
      Chosen.push_back(&F);
    else
      Reasons[F.Finding] =
          "its edit of " + *Conflict + " overlaps that of another fix";
  }
  return Chosen;
}

void Fixer::drop(const Fix &F, const Trial &Because) {
  for (const Objection &O : Because.Objections)
    if (O.Culprits.empty() || llvm::is_contained(O.Culprits, &F)) {
      Reasons[F.Finding] = O.Reason;
      return;
    }
  Reasons[F.Finding] = Because.Objections.front().Reason;
}

/// What of \p Suspects can be added to \p Good: the number of trials grows with
/// the logarithm of their number for each one that cannot.
Fixes Fixer::isolate(Fixes Good, llvm::ArrayRef<const Fix *> Suspects) {
  Fixes All = Good;
  llvm::append_range(All, Suspects);
  const Trial Result = Verification.tryOut(Now, All, Suspects);
  if (Result.Objections.empty())
    return All;
  if (Suspects.size() == 1) {
    drop(*Suspects.front(), Result);
    return Good;
  }
  const size_t Half = Suspects.size() / 2;
  Good = isolate(std::move(Good), Suspects.take_front(Half));
  return isolate(std::move(Good), Suspects.drop_front(Half));
}

/// What of \p Chosen can be applied together.
Fixes Fixer::settle(Fixes Chosen) {
  while (!Chosen.empty()) {
    Trial Result = Verification.tryOut(Now, Chosen, Chosen);
    if (Result.Objections.empty()) {
      Accepted = std::move(Result);
      break;
    }
    Fixes Kept;
    for (const Fix *F : Chosen)
      if (llvm::none_of(Result.Objections, [F](const Objection &O) {
            return llvm::is_contained(O.Culprits, F);
          }))
        Kept.push_back(F);
      else
        drop(*F, Result);
    if (Kept.size() == Chosen.size())
      Kept = isolate({}, Chosen);
    // Good in parts and bad as a whole, which a compiler is not: give up.
    if (Kept.size() == Chosen.size()) {
      for (const Fix *F : Chosen)
        drop(*F, Result);
      Kept.clear();
    }
    Chosen = std::move(Kept);
  }
  return Chosen;
}

/// The lines that \p F edits, as files with their first line there.
std::string Fixer::editedLines(const Fix &F) const {
  std::string Lines;
  for (const auto &[File, Edits] : F.Edits)
    for (const LineRange &Line : linesBefore(Edits, Now.Texts.lookup(File)))
      Lines += (Lines.empty() ? "" : ", ") + relativeTo(File, Into.Root).str() +
               ":" + std::to_string(Line.first + 1);
  return Lines;
}

void Fixer::apply(const Fixes &Chosen) {
  const Patch Edits = Patch::of(Chosen);
  std::vector<Step> Done;
  for (const Fix *F : Chosen)
    Done.push_back({Now.Findings[F->Finding].Diag, editedLines(*F)});
  for (const auto &[File, Own] : Edits.edits()) {
    llvm::Expected<std::string> After =
        Edits.apply(File, Now.Texts.lookup(File));
    if (!After) {
      Into.Problems.push_back({File, 0, llvm::toString(After.takeError())});
      continue;
    }
    Now.Texts[File] = *After;
    Now.Edited[File] = std::move(*After);
    NeedsHeader |= llvm::any_of(Own, [](const auto &Edit) {
      return Edit.getReplacementText().contains(VendoredHeaderName);
    });
  }
  Rounds.push_back({Edits.edits(), std::move(Done)});
}

/// Whether something was applied, so that another round may find more.
bool Fixer::runRound() {
  Reasons.clear();
  const std::vector<Fix> All = fixesOf(Now.Findings);
  const Fixes Chosen = settle(withoutConflicts(All));
  if (Chosen.empty())
    return false;
  apply(Chosen);
  for (auto &[Index, Result] : Accepted.Results)
    Now.Results[Index] = std::move(Result);
  Migration Next;
  Next.Root = Into.Root;
  Next.Configurations = Into.Configurations;
  for (const auto &Entry : Now.Texts)
    Next.Texts[Entry.getKey()] = Entry.getValue();
  mergeResults(Units, Now.Results, Next);
  Now.Findings = std::move(Next.Findings);
  for (const auto &Entry : Next.Texts)
    Now.Texts.try_emplace(Entry.getKey(), Entry.getValue());
  return true;
}

void Fixer::applyUnverified() {
  const std::vector<Fix> All = fixesOf(Now.Findings);
  apply(withoutConflicts(All));
  for (const auto &[Index, Reason] : Reasons) {
    Into.Findings[Index].State = Outcome::Left;
    Into.Findings[Index].Reason = Reason;
    Into.Findings[Index].Diag.Message.Fix.clear();
  }
}

/// Leads \p Offset, where \p First is in the beginning, through all rounds. The
/// result: what was edited for it.
std::string Fixer::followed(const clang::tooling::Diagnostic &First,
                            unsigned &Offset) const {
  std::string Lines;
  for (const auto &[Edits, Steps] : Rounds) {
    for (const Step &S : Steps)
      if (S.Of.DiagnosticName == First.DiagnosticName &&
          S.Of.Message.FilePath == First.Message.FilePath &&
          S.Of.Message.FileOffset == Offset)
        Lines += (Lines.empty() ? "" : ", ") + S.Lines;
    if (const auto Own = Edits.find(First.Message.FilePath); Own != Edits.end())
      Offset = shifted(Offset, Own->second);
  }
  return Lines;
}

/// Finds each finding of the beginning again at the end, or not: then it is
/// fixed, be it by the fix of another.
void Fixer::fillStates() {
  std::vector<bool> IsTaken(Now.Findings.size());
  for (Finding &First : Into.Findings) {
    const auto &Message = First.Diag.Message;
    unsigned Offset = Message.FileOffset;
    const std::string Done = followed(First.Diag, Offset);
    const llvm::StringRef Text = Now.Texts[Message.FilePath];
    size_t Same = 0;
    for (; Same < Now.Findings.size(); ++Same) {
      const auto &Last = Now.Findings[Same].Diag;
      if (!IsTaken[Same] && Last.DiagnosticName == First.Diag.DiagnosticName &&
          Last.Message.FilePath == Message.FilePath &&
          lineOf(Text, Last.Message.FileOffset) == lineOf(Text, Offset))
        break;
    }
    if (Same == Now.Findings.size()) {
      First.State = Outcome::Fixed;
      First.Reason.clear();
      continue;
    }
    IsTaken[Same] = true;
    const Finding &Last = Now.Findings[Same];
    const auto Reason = Reasons.find(Same);
    First.State = Last.State == Outcome::Fixed ? Outcome::Left : Last.State;
    First.Reason = Reason == Reasons.end() ? Last.Reason : Reason->second;
    First.Diag.Message.Fix.clear();
    First.IsPartly = !Done.empty();
    if (First.IsPartly)
      First.Reason = "edited for it: " + Done +
                     (First.Reason.empty() ? "" : "; " + First.Reason);
  }
}

void Fixer::fillChanges() {
  std::map<std::string, Change> All;
  for (const auto &Entry : Now.Edited) {
    const std::string File = Entry.getKey().str();
    if (Header && Header->File == File)
      continue;
    const std::string Before = Into.Texts.lookup(File);
    if (Before != Entry.getValue())
      All[File] = {File, Before, Entry.getValue()};
  }
  if (Header && NeedsHeader)
    All[Header->File] = *Header;
  for (auto &[File, New] : All)
    Into.Changes.push_back(std::move(New));
}

void Fixer::run() {
  if (!Settings.VendorFolder.empty())
    Header = vendoredHeader(Settings.VendorFolder);
  if (Header)
    Now.Edited[Header->File] = Header->After;
  if (Settings.Verify) {
    for (unsigned I = 0; I < MaximumRounds && runRound(); ++I)
      ;
    fillStates();
  } else {
    applyUnverified();
  }
  fillChanges();
}

void decideFixes(llvm::ArrayRef<Unit> Units, std::vector<UnitResult> Results,
                 const FixSettings &Settings, AnalyzeWith Analyze,
                 Migration &Into) {
  Fixer(Units, std::move(Results), Settings, std::move(Analyze), Into).run();
}

} // namespace immortal::project
