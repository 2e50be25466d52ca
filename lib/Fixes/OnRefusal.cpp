// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/OnRefusal.h"
#include "CAPI/Immortalizers.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::fixes {

bool isBestEffort(OnRefusal Style, bool IsFresh) {
  return Style == OnRefusal::Void || (Style == OnRefusal::Auto && IsFresh);
}

const VarDecl *variableIn(const Expr &Object) {
  const auto *Name = dyn_cast<DeclRefExpr>(Object.IgnoreParenCasts());
  return Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
}

std::string repeatableText(const Expr &Argument, const ASTContext &Context) {
  if (Argument.HasSideEffects(Context))
    return "";
  const SourceManager &SM = Context.getSourceManager();
  const Expr *Written = Argument.IgnoreImpCasts();
  // py_immortal.h's macros put parentheses around what they are given.
  if (Written->getBeginLoc().isMacroID())
    Written = Written->IgnoreParenImpCasts();
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Written->getSourceRange()), SM,
      Context.getLangOpts());
  const llvm::StringRef Text =
      Range.isValid() ? Lexer::getSourceText(Range, SM, Context.getLangOpts())
                      : "";
  return Text.contains('\n') || Text.contains('"') ? "" : Text.str();
}

std::optional<RefusalPath> pathOnRefusal(const RefusableCall &Call,
                                         OnRefusal Style,
                                         const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const SourceLocation Begin = Call.Text.Whole.getBegin();
  // Only a test needs the type, which a macro of CPython's may cast to.
  const std::string Object = repeatableText(
      Call.Test.empty() ? *Call.Object.IgnoreParenCasts() : Call.Object,
      Context);
  // Where there is no immortality, each call refuses: the function would fail.
  if (Object.empty() || Call.OldestPython < capi::FirstWithImmortality ||
      SM.getFileLoc(Call.Place.Statement.getBeginLoc()) != Begin)
    return std::nullopt;
  const auto Path = failurePathAt(Call.Place, Context);
  if (!Path || (Style == OnRefusal::Goto && !Path->IsGoto) ||
      (Style == OnRefusal::Return && Path->IsGoto))
    return std::nullopt;

  RefusalPath Result;
  Result.End = Lexer::findLocationAfterToken(
      Call.Text.Whole.getEnd().getLocWithOffset(-1), tok::semi, SM,
      Context.getLangOpts(), false);
  if (Result.End.isInvalid())
    return std::nullopt;
  const std::string Outer = Lexer::getIndentationForLine(Begin, SM).str();
  std::string Inner = Path->Indentation;
  if (!llvm::StringRef(Inner).starts_with(Outer) ||
      Inner.size() <= Outer.size())
    Inner = Outer + (llvm::StringRef(Outer).contains('\t') ? "\t" : "    ");
  Result.Behind = " == 0";
  if (!Call.Test.empty())
    Result.Behind += (" && !" + Call.Test + "(" + Object + ")").str();
  Result.Behind += ") {\n" + Inner +
                   "PyErr_SetString(PyExc_RuntimeError, \"cannot make '" +
                   Object + "' immortal\");\n";
  for (const std::string &Line : Path->Statements)
    Result.Behind += Inner + Line + "\n";
  Result.Behind += Outer + "}";
  Result.Last = llvm::StringRef(Path->Statements.back()).drop_back().str();
  return Result;
}

} // namespace immortal::fixes
