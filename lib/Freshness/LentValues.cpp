// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FactBuilder: objects that are read from where their owner keeps them.

#include "Freshness/Callers.h"
#include "Freshness/FactBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::freshness {

/// Whether \p LValue is what a macro of the C API expands to that returns a
/// borrowed reference: PyTuple_GET_ITEM.
static bool isLendingMacro(const Expr *LValue, const ASTContext &Context,
                           capi::VersionRange When) {
  const SourceManager &SM = Context.getSourceManager();
  // The end is the macro's, even if its start comes out of another one.
  SourceLocation Loc = LValue->getEndLoc();
  while (SM.isMacroArgExpansion(Loc))
    Loc = SM.getImmediateSpellingLoc(Loc);
  if (!SM.isMacroBodyExpansion(Loc))
    return false;
  const capi::Function *Row = capi::findFunction(
      Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts()));
  return Row && Row->isMacro() && Row->returns(When, [](unsigned) {
                                       return capi::KnownArgument();
                                     }).What == capi::Returns::Borrowed;
}

/// Whether \p LValue is an element of the array of arguments that a method
/// gets (METH_FASTCALL).
bool FactBuilder::isArgumentOfMethod(const Expr *LValue) const {
  const Expr *Array = nullptr;
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(LValue))
    Array = Subscript->getBase();
  else if (const auto *Unary = dyn_cast<UnaryOperator>(LValue);
           Unary && Unary->getOpcode() == UO_Deref)
    Array = Unary->getSubExpr();
  const auto *Load =
      Array ? dyn_cast<CastExpr>(stripPointerCasts(Array)) : nullptr;
  if (!Load || Load->getCastKind() != CK_LValueToRValue)
    return false;
  const auto *Name = dyn_cast<DeclRefExpr>(stripLValue(Load->getSubExpr()));
  const auto *Parameter =
      Name ? dyn_cast<ParmVarDecl>(Name->getDecl()) : nullptr;
  return Parameter && pointsToVariables(Parameter->getType()) &&
         Parameter->getType()->getPointeeType().isConstQualified() &&
         !Exposed.isWritten(Parameter) && !Exposed.isExposed(Parameter) &&
         Calls.callers().kindOf(*Parameter) == Callers::Parameter::Borrowed;
}

std::optional<StateSet> FactBuilder::lentState(const Expr *LValue) const {
  LValue = stripLValue(LValue);
  if (pointsToVariables(LValue->getType()))
    return std::nullopt;
  if (isArgumentOfMethod(LValue))
    return StateSet(State::Argument);
  if (isLendingMacro(LValue, Context, Calls.versions()))
    return StateSet(State::Borrowed) | State::Null;
  return std::nullopt;
}

} // namespace immortal::freshness
