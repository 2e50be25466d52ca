// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizeTypeCheck.h"
#include "Fixes/Removal.h"
#include "Source/ResultUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using immortal::capi::Reason;
using immortal::capi::TypeRow;
using immortal::capi::TypeVerdict;
using immortal::freshness::Certainty;
using immortal::freshness::Verdict;
using immortal::source::ResultUse;

namespace immortal::tidy {

/// Removes the statement that \p Call is; empty if it is more than that.
static fixes::Edits dropCall(const ImmortalCalls &Calls,
                             const ImmortalCall &Call) {
  const ASTContext &Context = Calls.context();
  const SourceManager &SM = Context.getSourceManager();
  const ResultUse Use =
      source::useOfResult(*Call.Call, *Call.Function, Context);
  if (!Call.IsPlain || !Call.Instances.empty() || !Use.Block ||
      (Use.How != ResultUse::Discarded && Use.How != ResultUse::Ignored) ||
      Call.object().HasSideEffects(Context))
    return {};
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Use.Statement->getSourceRange()), SM,
      Context.getLangOpts());
  const SourceLocation End =
      Range.isValid()
          ? Lexer::findLocationAfterToken(Range.getEnd().getLocWithOffset(-1),
                                          tok::semi, SM, Context.getLangOpts(),
                                          false)
          : SourceLocation();
  if (End.isInvalid())
    return {};
  return {fixes::removeWithLines(
      CharSourceRange::getCharRange(Range.getBegin(), End), SM)};
}

/// The variable that is \p E, without casts.
static const VarDecl *variableIn(const Expr &E) {
  const auto *Name = dyn_cast<DeclRefExpr>(E.IgnoreParenCasts());
  return Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
}

/// The first call in \p S behind \p Loc that puts something into \p Container:
/// it keeps another argument of its own.
static const CallExpr *findFilling(const Stmt &S, const VarDecl &Container,
                                   SourceLocation Loc,
                                   const ImmortalCalls &Calls) {
  const SourceManager &SM = Calls.context().getSourceManager();
  const auto *Call = dyn_cast<CallExpr>(&S);
  if (Call &&
      SM.isBeforeInTranslationUnit(Loc, SM.getFileLoc(Call->getExprLoc()))) {
    const freshness::CallEffects &Effects = Calls.model().describe(*Call);
    bool Has = false, Keeps = false;
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      switch (Effects.on(I)) {
      case capi::Effect::Looks:
        Has |= variableIn(*Call->getArg(I)) == &Container;
        break;
      case capi::Effect::Keeps:
      case capi::Effect::KeepsUnlessEqual:
      case capi::Effect::Steals:
        Keeps = true;
        break;
      default:
        break;
      }
    if (Has && Keeps)
      return Call;
  }
  for (const Stmt *Child : S.children())
    if (const CallExpr *Found =
            Child ? findFilling(*Child, Container, Loc, Calls) : nullptr)
      return Found;
  return nullptr;
}

/// A container that is filled when the collector does not see it any more.
static std::optional<Finding> examineFilling(const ImmortalCalls &Calls,
                                             const ImmortalCall &Call,
                                             const TypeRow &Type) {
  const VarDecl *Container = variableIn(Call.object());
  if (!Container || !Container->hasLocalStorage())
    return std::nullopt;
  const CallExpr *Filling =
      findFilling(*Call.Function->getBody(), *Container, Call.Loc, Calls);
  if (!Filling)
    return std::nullopt;
  Finding F;
  F.Loc = Call.Loc;
  F.Text = (Type.Name + " is made immortal before it is filled: " +
            capi::textOf(Type.Why) + "; fill it first")
               .str();
  F.Notes.push_back({Filling->getExprLoc(), "filled here"});
  return F;
}

std::optional<Finding> ImmortalizeTypeCheck::examine(ImmortalCalls &Calls,
                                                     const ImmortalCall &Call) {
  const Verdict &V = Calls.judge(Call);
  const TypeRow &Type = capi::typeRow(V.Type);
  Finding F;
  F.Loc = Call.Loc;
  F.Notes = V.Witness;
  const bool IsNever = V.How == Certainty::Never;
  // One that an earlier call made so is cpython-immortalize-not-fresh's.
  if (IsNever && V.Why == Reason::AlreadyImmortal && !V.Loss) {
    // A function of the user's may do more than that.
    if (Call.isOfUsers())
      return std::nullopt;
    F.Text = ("the object is immortal from the start, so '" + Call.Name +
              "' does nothing; remove the call")
                 .str();
    F.Fix = dropCall(Calls, Call);
    return F;
  }
  if (IsNever &&
      (V.Why == Reason::ZeroStatic || V.Why == Reason::NotAllocatedAlone)) {
    F.Text = "do not make this object immortal: " + capi::textOf(V.Why).str();
    return F;
  }
  // A type that is refused or harmful on every build says so below.
  if (IsNever && !V.Loss && Type.Verdict != TypeVerdict::Refused &&
      Type.Verdict != TypeVerdict::Harmful &&
      V.Why == capi::refusalWhenFreeThreaded(V.Type, capi::NewestKnown)) {
    F.Text = ("cannot make " + Type.Name + " immortal: " + capi::textOf(V.Why))
                 .str();
    return F;
  }
  switch (Type.Verdict) {
  case TypeVerdict::Fine:
  case TypeVerdict::Pointless:
    return std::nullopt;
  case TypeVerdict::Refused:
    F.Text =
        ("cannot make " + Type.Name + " immortal: " + capi::textOf(Type.Why))
            .str();
    return F;
  case TypeVerdict::Harmful:
    F.Text =
        ("do not make " + Type.Name + " immortal: " + capi::textOf(Type.Why))
            .str();
    return F;
  case TypeVerdict::Note:
    return examineFilling(Calls, Call, Type);
  }
  llvm_unreachable("all verdicts are handled");
}

} // namespace immortal::tidy
