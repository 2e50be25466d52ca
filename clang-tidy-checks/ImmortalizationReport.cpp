// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizationReport.h"
#include "CAPI/TriggerWords.h"
#include "Fixes/Removal.h"
#include "LateCalls.h"
#include "RefusalOption.h"
#include "Source/VersionGuard.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace immortal::tidy {

using capi::PrivateFunction;
using capi::PrivateRole;
using freshness::Certainty;
using freshness::Verdict;

ImmortalizationReport::ImmortalizationReport(
    UnitAnalysis &Unit, Preprocessor &PP, const source::SkippedRanges &Skipped,
    const ReportOptions &Options)
    : Context(Unit.Context), PP(PP), SM(Context.getSourceManager()),
      Skipped(Skipped), Code(Unit.Code),
      Edits(Context, PP, Code, Options.CompatHeader,
            Options.Judging.MinimumPython),
      Style(Options.Style), Freshness(Unit.Freshness), Model(Unit.Model) {}

std::shared_ptr<const ImmortalizationReport::Findings>
ImmortalizationReport::of(std::shared_ptr<UnitAnalysis> Unit, Preprocessor &PP,
                          const source::SkippedRanges &Skipped,
                          const ReportOptions &Options) {
  static thread_local std::weak_ptr<const Findings> Last;
  std::shared_ptr<const Findings> Result = Last.lock();
  if (!Result || Result->Unit != Unit ||
      Result->Options.CompatHeader != Options.CompatHeader ||
      Result->Options.Style != Options.Style) {
    ImmortalizationReport Report(*Unit, PP, Skipped, Options);
    Result = std::make_shared<const Findings>(
        Findings{std::move(Unit), Options, Report.run()});
    Last = Result;
  }
  return Result;
}

std::vector<Finding> ImmortalizationReport::run() {
  if (!Code.pythonVersion())
    return {};
  bool MayImmortalize = false;
  for (FileID File : Skipped.files())
    if (Code.ownerOf(File) == source::Owner::User &&
        capi::mayImmortalize(SM.getBufferData(File))) {
      MayImmortalize = true;
      llvm::append_range(NameUses,
                         source::nameUsesIn(File, SM, Context.getLangOpts()));
    }
  MayImmortalize |= llvm::any_of(Skipped.preambleTexts(), capi::mayImmortalize);
  PrivateSites Sites;
  if (MayImmortalize) {
    Sites.collect(Code.declarations(Context), Context);
    reportFunctions(Sites.functions(), Sites.dependentFunctions());
  } else {
    Sites.addVariables(Context.getTraversalScope(), Context);
    if (Sites.counts().empty())
      return {};
  }
  reportCounts(Sites.counts());
  reportUnseen();
  const auto ByPlace = [&](const Finding &A, const Finding &B) {
    return A.Loc == B.Loc ? A.Text < B.Text
                          : SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
  };
  llvm::sort(Reported, ByPlace);
  collapseGenerated();
  llvm::sort(Reported, ByPlace);
  for (Finding &F : Reported)
    Edits.complete(F, oldestPythonAt(F));
  return std::move(Reported);
}

std::optional<capi::Version>
ImmortalizationReport::oldestPythonAt(const Finding &F) const {
  std::optional<capi::Version> Oldest;
  const auto Add = [&](SourceLocation Loc) {
    const source::NameUse *Use = useAt(Loc);
    const auto Here =
        Use ? source::oldestPythonUnder(Use->Conditions, Context.getLangOpts())
            : std::nullopt;
    if (Here)
      Oldest = std::min(*Here, Oldest.value_or(capi::Newest));
  };
  Add(F.Loc);
  for (const FixItHint &Edit : F.Fix)
    Add(Edit.RemoveRange.getBegin());
  return Oldest;
}

const source::NameUse *ImmortalizationReport::useAt(SourceLocation Loc) const {
  const auto Found = llvm::find_if(NameUses, [&](const source::NameUse &Use) {
    return Use.Loc == Loc || Use.NameLoc == Loc;
  });
  return Found == NameUses.end() ? nullptr : &*Found;
}

Verdict ImmortalizationReport::judge(const UseGroup &Group) {
  Verdict Result;
  for (const FunctionUse *Use : Group) {
    if (!Use->Call || !Use->Function || Use->Call->getNumArgs() != 1)
      return {};
    Result = Freshness.judge(*Use->Function, *Use->Call, *Use->Call->getArg(0));
    if (Result.How != Certainty::Proven)
      return Result;
  }
  return Result;
}

/// The first declaration of \p Function that the user wrote.
static const FunctionDecl *handWritten(const FunctionDecl &Function,
                                       const source::UserCode &Code) {
  const FunctionDecl *First = nullptr;
  for (const FunctionDecl *Decl : Function.redecls())
    // C99 invents a declaration for a call without one.
    if (!Decl->isImplicit() &&
        Code.isUsers(Code.userLocation(Decl->getLocation())))
      if (!First || Decl->isThisDeclarationADefinition())
        First = Decl;
  return First;
}

void ImmortalizationReport::reportFunctions(
    llvm::ArrayRef<FunctionUse> Uses, llvm::ArrayRef<FunctionUse> Dependents) {
  llvm::MapVector<const FunctionDecl *, UsesByPlace> ByFunction;
  for (const FunctionUse &Use : Uses) {
    const SourceLocation Loc = Code.userLocation(Use.Loc);
    if (!Code.isUsers(Loc))
      continue;
    Explained.insert(Loc);
    Explained.insert(placeOf(Loc));
    ByFunction[Use.Callee->getCanonicalDecl()][placeOf(Loc)].push_back(&Use);
  }
  // A template that nothing instantiates was not seen with its types.
  for (const FunctionUse &Use : Dependents) {
    const SourceLocation Loc = placeOf(Use.Loc);
    if (Code.isUsers(Loc) && Explained.insert(Loc).second)
      ByFunction[Use.Callee->getCanonicalDecl()][Loc].push_back(&Use);
  }
  // Declared by hand and never used in code that was compiled here. Not by
  // lookup: in C that would load all that a preamble declares.
  const auto Add = [&](const Decl *D, const auto &Self) -> void {
    if (const auto *Linkage = dyn_cast<LinkageSpecDecl>(D)) {
      for (const Decl *Inner : Linkage->decls())
        Self(Inner, Self);
    } else if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
      if (Function->getIdentifier() &&
          capi::findPrivateFunction(Function->getName()))
        ByFunction.insert({Function->getCanonicalDecl(), {}});
    }
  };
  for (const Decl *D : Code.declarations(Context))
    Add(D, Add);
  for (auto &[Function, ByPlace] : ByFunction) {
    const PrivateFunction &Row =
        *capi::findPrivateFunction(Function->getName());
    if (const FunctionDecl *Own = handWritten(*Function, Code)) {
      reportHandWritten(*Own, Row, ByPlace);
      continue;
    }
    for (auto &[Place, Group] : ByPlace)
      reportUse(Code.userLocation(Group.front()->Loc), Row, Group);
  }
}

std::string remedyFor(const PrivateFunction &Row, const Verdict &V) {
  std::string Public = ("'" + Row.Public + "'").str();
  if (V.How != Certainty::Proven && !Row.Difference.empty())
    Public += (" " + Row.Difference + " and").str();
  switch (V.How) {
  case Certainty::Proven:
    return "use " + Public;
  case Certainty::Unknown:
    return Public + " may refuse here: " + capi::textOf(V.Why).str();
  case Certainty::Never:
    break;
  }
  return Public + " cannot replace it here: " + capi::textOf(V.Why).str();
}

static std::string textWithoutVerdict(const PrivateFunction &Row) {
  const std::string Name = ("'" + Row.Name + "'").str();
  if (Row.Role == PrivateRole::MakesMortal)
    return Name +
           " is private to CPython, meant for its finalization only, and "
           "has no public replacement; an immortal object stays immortal";
  return Name + " is private to CPython; use '" + Row.Public.str() + "'";
}

static std::string textForAddress(const PrivateFunction &Row) {
  const std::string Text = ("the address of '" + Row.Name +
                            "', which is private to CPython, is taken; ")
                               .str();
  switch (Row.Role) {
  case PrivateRole::MakesMortal:
    return Text + "it has no public replacement";
  case PrivateRole::TestsImmortal:
    return Text + "use '" + Row.Public.str() + "'";
  case PrivateRole::MakesImmortal:
    break;
  }
  return Text + "call '" + Row.Public.str() + "' where the object is created";
}

fixes::Edits ImmortalizationReport::rewrite(SourceLocation Loc,
                                            const PrivateFunction &Row,
                                            const UseGroup &Group,
                                            const Verdict &V) {
  if (V.How == Certainty::Proven)
    return Edits.renameCalls(Loc, Row, Group, Style);
  const FunctionUse &Use = *Group.front();
  if (Group.size() != 1 || !Use.Call || !Use.Function || Use.Loc.isMacroID() ||
      !V.MoveBehind)
    return {};
  std::string New = Edits.movedCall(Loc, Use, *V.MoveBehind, Style);
  if (New.empty())
    return {};
  ImmortalCall Call;
  Call.Call = Use.Call;
  Call.Object = Call.Call->getArg(0);
  Call.Function = Use.Function;
  Call.Loc = Loc;
  Call.Name = Row.Name;
  Call.IsPlain = true;
  return moveUp(Call, V, Model, Context,
                [&](const fixes::CallText &) -> std::string { return New; });
}

void ImmortalizationReport::noteMissingPath(
    Finding &F, const fixes::Edits &BestEffort) const {
  if (F.Fix.empty() && !BestEffort.empty())
    F.Notes.push_back(
        {F.Loc,
         ("not rewritten: '" + OnRefusalOption + "' is '" + nameOf(Style) +
          "', and it is not certain how this code fails like that")
             .str()});
}

void ImmortalizationReport::reportUse(SourceLocation Loc,
                                      const PrivateFunction &Row,
                                      const UseGroup &Group) {
  Finding F;
  F.Loc = Loc;
  F.Public = &Row;
  // Before the public name there is nothing else to call.
  if (Row.Role == PrivateRole::TestsImmortal &&
      Edits.oldestPython() < Row.Since)
    return;
  if (llvm::any_of(Group, [](const FunctionUse *Use) {
        return !Use->Call && !Use->IsDependent;
      })) {
    F.Text = textForAddress(Row);
  } else if (Row.Role == PrivateRole::TestsImmortal) {
    F.Text = textWithoutVerdict(Row);
    F.Fix = Edits.renameCalls(Loc, Row, Group, Style);
  } else if (Row.Role == PrivateRole::MakesMortal) {
    F.Text = textWithoutVerdict(Row);
  } else {
    const Verdict V = judge(Group);
    F.Text =
        "'" + Row.Name.str() + "' is private to CPython; " + remedyFor(Row, V);
    F.Notes = V.Witness;
    F.Fix = rewrite(Loc, Row, Group, V);
    if (V.How == Certainty::Proven)
      noteMissingPath(
          F, Edits.renameCalls(Loc, Row, Group, fixes::OnRefusal::Void));
  }
  addGuardNotes(F, useAt(Loc));
  Reported.push_back(std::move(F));
}

/// What a note says about one use of a function that was declared by hand.
static std::string noteFor(const ImmortalizationReport::UseGroup &Group,
                           const PrivateFunction &Row, const Verdict &V) {
  if (llvm::any_of(Group, [](const FunctionUse *Use) {
        return !Use->Call && !Use->IsDependent;
      }))
    return "its address is taken here";
  if (Row.Role != PrivateRole::MakesImmortal)
    return "called here";
  if (V.How == Certainty::Proven)
    return "called here on a newly created, uniquely referenced object";
  return "called here; '" + Row.Public.str() +
         (V.How == Certainty::Never ? "' would refuse: " : "' may refuse: ") +
         capi::textOf(V.Why).str();
}

void ImmortalizationReport::reportHandWritten(const FunctionDecl &Own,
                                              const PrivateFunction &Row,
                                              const UsesByPlace &Uses) {
  Finding F;
  F.Loc = Code.userLocation(Own.getLocation());
  F.Public = &Row;
  const bool Defined = Own.isThisDeclarationADefinition();
  F.Text = ("'" + Row.Name + "' is private to CPython and " +
            (Defined ? "re-implemented" : "declared") + " by hand here; " +
            (Row.Public.empty() ? "it has no public replacement"
                                : "use '" + Row.Public + "'"))
               .str();
  const capi::Version Oldest = Edits.oldestPython();
  if (!Defined && Oldest < Row.Exported && Row.Exported != capi::Newest)
    F.Notes.push_back(
        {F.Loc, ("before " + capi::toString(Row.Exported) +
                 " no interpreter "
                 "exports the symbol: the module fails to import there")});
  unsigned Rewritten = 0;
  for (const auto &[Place, Group] : Uses) {
    const SourceLocation Loc = Code.userLocation(Group.front()->Loc);
    const Verdict V = judge(Group);
    F.Notes.push_back({Loc, noteFor(Group, Row, V)});
    llvm::append_range(F.Notes, V.Witness);
    if (Defined || Row.Role != PrivateRole::MakesImmortal || hasNoLint(Loc, SM))
      continue;
    const fixes::Edits Renamed = rewrite(Loc, Row, Group, V);
    Rewritten += !Renamed.empty();
    llvm::append_range(F.Fix, Renamed);
  }
  unsigned Declarations = 0;
  for (const FunctionDecl *Decl : Own.redecls()) {
    const SourceLocation Loc = Code.userLocation(Decl->getLocation());
    Declarations += Code.isUsers(Loc);
    Explained.insert(Loc);
    Explained.insert(placeOf(Loc));
    if (Decl->isThisDeclarationADefinition())
      Reimplemented.insert(Decl);
  }
  const size_t Spelled = llvm::count_if(
      NameUses, [&](const source::NameUse &U) { return U.Name == Row.Name; });
  if (!Defined && Declarations == 1 && Rewritten == Uses.size() &&
      Spelled == Rewritten + 1 && SM.isInMainFile(F.Loc) &&
      llvm::none_of(Skipped.preambleTexts(), [&](llvm::StringRef Text) {
        return Text.contains(Row.Name);
      }))
    if (auto Removal = fixes::removePrototype(Own, SM, Context.getLangOpts()))
      F.Fix.push_back(*Removal);
  addGuardNotes(F, useAt(F.Loc));
  Reported.push_back(std::move(F));
}

/// Whether the directive \p Text lets its branch in only if \p Name is defined.
static bool requiresDefined(llvm::StringRef Text, llvm::StringRef Name) {
  if (Text.starts_with("#else") || Text.contains("||") || Text.contains("!("))
    return false;
  llvm::StringRef Before = Text.take_front(Text.find(Name)).rtrim(" (");
  return (Before.consume_back("ifdef") || Before.consume_back("defined")) &&
         !Before.rtrim().ends_with("!");
}

void ImmortalizationReport::addGuardNotes(Finding &F,
                                          const source::NameUse *Use) const {
  if (!Use)
    return;
  for (const source::Condition &Guard : Use->Conditions) {
    const llvm::StringRef Text = Guard.Text;
    const llvm::StringRef Name = source::countNameIn(Text);
    if (Name.empty() || !requiresDefined(Text, Name))
      continue;
    const capi::PrivateCount &Count = *capi::findPrivateCount(Name);
    if (Count.Last != capi::Newest)
      F.Notes.push_back(
          {Guard.Loc, ("'" + Name + "' is gone: this branch is dead from " +
                       capi::toString(Count.Last + capi::py(0, 1)) + " on")
                          .str()});
  }
  if (!Use->IsCount)
    return;
  const capi::PrivateCount &Count = *capi::findPrivateCount(Use->Name);
  if (Count.Last != capi::Newest)
    F.Notes.push_back({Use->NameLoc, ("'" + Use->Name + "' exists in " +
                                      capi::toString(Count.First) + " and " +
                                      capi::toString(Count.Last) + " only")
                                         .str()});
}

} // namespace immortal::tidy
