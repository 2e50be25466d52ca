// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/FailurePath.h"
#include "CAPI/Functions.h"
#include "Source/ResultUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::fixes {

static const capi::VersionRange AllVersions{capi::OldestKnown,
                                            capi::NewestKnown};

/// What the file spells for \p S; empty if a macro is involved that holds more
/// than \p S or less.
static std::string textOf(const Stmt &S, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(S.getSourceRange()), SM,
      Context.getLangOpts());
  return Range.isValid()
             ? Lexer::getSourceText(Range, SM, Context.getLangOpts()).str()
             : "";
}

/// The row of the function or macro whose name the file spells first in \p S.
static const capi::Function *rowSpelledIn(llvm::StringRef Text) {
  return capi::findFunction(
      Text.take_while([](char C) { return isAsciiIdentifierContinue(C); }));
}

/// Whether \p Text calls what gives up a reference, and nothing else.
static bool releases(llvm::StringRef Text) {
  const capi::Function *Row = rowSpelledIn(Text);
  if (!Row || Text.count('(') != 1 || Text.contains(';'))
    return false;
  const capi::Effect On = Row->effectOn(0, AllVersions);
  return On == capi::Effect::Releases || On == capi::Effect::Clears;
}

static llvm::StringRef indentationAt(SourceLocation Loc,
                                     const ASTContext &Context) {
  return Lexer::getIndentationForLine(Loc, Context.getSourceManager());
}

/// The failure path that the body of \p If is, if it is one and nothing else.
static std::optional<FailurePath> pathIn(const IfStmt &If,
                                         const ASTContext &Context) {
  if (If.getElse() || If.getInit() || If.getConditionVariable() ||
      If.getBeginLoc().isMacroID())
    return std::nullopt;
  llvm::SmallVector<const Stmt *, 4> Statements;
  if (const auto *Block = dyn_cast<CompoundStmt>(If.getThen()))
    llvm::append_range(Statements, Block->body());
  else
    Statements.push_back(If.getThen());
  if (Statements.empty() ||
      !source::isFailureBranch(*Statements.back(), Context) ||
      !isa<ReturnStmt, GotoStmt>(Statements.back()))
    return std::nullopt;
  FailurePath Result;
  Result.IsGoto = isa<GotoStmt>(Statements.back());
  for (const Stmt *S : Statements) {
    std::string Text = textOf(*S, Context);
    if (Text.empty() || (S != Statements.back() && !releases(Text)))
      return std::nullopt;
    Result.Statements.push_back(std::move(Text) + ";");
  }
  const SourceLocation Inner = Statements.back()->getBeginLoc();
  const SourceManager &SM = Context.getSourceManager();
  if (SM.getExpansionLineNumber(Inner) !=
      SM.getExpansionLineNumber(If.getBeginLoc()))
    Result.Indentation = indentationAt(Inner, Context).str();
  return Result;
}

/// Whether evaluating \p Condition changes nothing that matters where it turns
/// out to have failed: no assignment, no reference given away even then.
static bool isHarmless(const Stmt &Condition) {
  if (const auto *Binary = dyn_cast<BinaryOperator>(&Condition);
      Binary && Binary->isAssignmentOp())
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(&Condition)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const capi::Function *Row = Callee && Callee->getIdentifier()
                                    ? capi::findFunction(Callee->getName())
                                    : nullptr;
    if (!Row)
      return false;
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      switch (Row->effectOn(I, AllVersions)) {
      case capi::Effect::Looks:
      case capi::Effect::RunsMethods:
      case capi::Effect::Keeps:
      case capi::Effect::KeepsUnlessEqual:
      case capi::Effect::MayKeep:
      case capi::Effect::StealsOnSuccess:
      case capi::Effect::PublishesWithoutReference:
        break;
      default:
        return false;
      }
  }
  return llvm::all_of(Condition.children(), [](const Stmt *Child) {
    return !Child || isHarmless(*Child);
  });
}

static bool mentions(const Stmt &S, const VarDecl &Var) {
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
    return Name->getDecl() == &Var;
  return llvm::any_of(S.children(), [&](const Stmt *Child) {
    return Child && mentions(*Child, Var);
  });
}

/// Whether the code from the label of \p Goto on gives up \p Var.
static bool isReleasedBehind(const GotoStmt &Goto, const VarDecl &Var,
                             const Stmt &Body) {
  bool Behind = false;
  const auto Visit = [&](const Stmt &S, const auto &Self) -> bool {
    if (const auto *Label = dyn_cast<LabelStmt>(&S))
      Behind |= Label->getDecl() == Goto.getLabel();
    if (Behind && !isa<LabelStmt, CompoundStmt>(S))
      return mentions(S, Var);
    return llvm::any_of(S.children(), [&](const Stmt *Child) {
      return Child && Self(*Child, Self);
    });
  };
  return Visit(Body, Visit);
}

/// By the check that precedes: the object was not there yet, so that giving it
/// up is left to be done.
static std::optional<FailurePath> pathBefore(const FailurePlace &At,
                                             const IfStmt &Before,
                                             const ASTContext &Context) {
  auto Path = pathIn(Before, Context);
  if (!Path || !At.Object || !At.Object->hasLocalStorage())
    return Path;
  if (Path->IsGoto) {
    const auto *Block = dyn_cast<CompoundStmt>(Before.getThen());
    const auto *Goto =
        cast<GotoStmt>(Block ? Block->body_back() : Before.getThen());
    if (isReleasedBehind(*Goto, *At.Object, *At.Function.getBody()))
      return Path;
    return std::nullopt;
  }
  if (mentions(*Before.getThen(), *At.Object))
    return Path;
  // A parameter is the caller's, who would give it up once more.
  if (!At.OwnsObject || isa<ParmVarDecl>(At.Object))
    return std::nullopt;
  Path->Statements.insert(Path->Statements.begin(),
                          "Py_DECREF(" + At.Object->getNameAsString() + ");");
  return Path;
}

std::optional<FailurePath> failurePathAt(const FailurePlace &At,
                                         const ASTContext &Context) {
  if (At.MovedBehind)
    return pathBefore(At, *At.MovedBehind, Context);
  const auto *Found = llvm::find(At.Block.body(), &At.Statement);
  if (Found == At.Block.body_end())
    return std::nullopt;
  if (std::next(Found) != At.Block.body_end())
    if (const auto *Behind = dyn_cast<IfStmt>(*std::next(Found));
        Behind && isHarmless(*Behind->getCond()))
      if (auto Path = pathIn(*Behind, Context))
        return Path;
  if (Found != At.Block.body_begin())
    if (const auto *Before = dyn_cast<IfStmt>(*std::prev(Found)))
      return pathBefore(At, *Before, Context);
  return std::nullopt;
}

} // namespace immortal::fixes
