// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/MoveUp.h"
#include "Fixes/Removal.h"
#include "Source/ResultUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::fixes {

/// \p E without casts and what compilers are told about likelihood.
static const Expr *strip(const Expr *E) {
  E = E->IgnoreParenCasts();
  const auto *Call = dyn_cast<CallExpr>(E);
  if (Call && Call->getBuiltinCallee() == Builtin::BI__builtin_expect)
    return strip(Call->getArg(0));
  return E;
}

static bool names(const Expr *E, const VarDecl &Var) {
  const auto *Name = dyn_cast<DeclRefExpr>(strip(E));
  return Name && Name->getDecl() == &Var;
}

namespace {
/// Looks at the code that would run with an object that is immortal already.
class Between {
public:
  Between(const LateCall &Late, const ASTContext &Context,
          EffectOnArgument Effects)
      : Late(Late), Context(Context), Effects(Effects) {}

  bool allows(const Stmt &S) const {
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      return allowsCall(*Call);
    if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
      return allowsOperator(*Binary);
    if (const auto *Unary = dyn_cast<UnaryOperator>(&S);
        Unary && Unary->getOpcode() == UO_LNot)
      return names(Unary->getSubExpr(), Late.Object) || allowsChildren(S);
    if (const auto *Return = dyn_cast<ReturnStmt>(&S))
      return Return->getRetValue() &&
             source::isFailureValue(*Return->getRetValue(), Context);
    if (const auto *Goto = dyn_cast<GotoStmt>(&S))
      return leadsToFailure(*Goto, *Late.Function.getBody());
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      return Name->getDecl() != &Late.Object;
    if (isa<BreakStmt, ContinueStmt, LambdaExpr, AsmStmt, IndirectGotoStmt,
            LabelStmt, SwitchCase>(S))
      return false;
    if (const auto *If = dyn_cast<IfStmt>(&S);
        If && names(If->getCond(), Late.Object))
      return false;
    if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
      return llvm::none_of(Declaration->decls(),
                           [](const Decl *D) {
                             const auto *Var = dyn_cast<VarDecl>(D);
                             return Var && Var->getType()->isReferenceType();
                           }) &&
             allowsChildren(S);
    return allowsChildren(S);
  }

private:
  bool allowsChildren(const Stmt &S) const {
    return llvm::all_of(S.children(), [&](const Stmt *Child) {
      return !Child || allows(*Child);
    });
  }

  bool allowsCall(const CallExpr &Call) const {
    for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
      if (!names(Call.getArg(I), Late.Object)) {
        if (!allows(*Call.getArg(I)))
          return false;
        continue;
      }
      switch (Effects(Call, I)) {
      case capi::Effect::Increfs:
      case capi::Effect::Keeps:
      case capi::Effect::Steals:
      case capi::Effect::StealsOnSuccess:
      case capi::Effect::Releases:
      case capi::Effect::PublishesWithoutReference:
      case capi::Effect::WeaklyReferences:
      case capi::Effect::DefersCount:
        break;
      default:
        // Also what only looks: it may change the object, or ask for its count.
        return false;
      }
    }
    return allows(*Call.getCallee());
  }

  bool allowsOperator(const BinaryOperator &Binary) const {
    if (Binary.isEqualityOp())
      return (names(Binary.getLHS(), Late.Object) ||
              allows(*Binary.getLHS())) &&
             (names(Binary.getRHS(), Late.Object) || allows(*Binary.getRHS()));
    if (Binary.getOpcode() != BO_Assign || !names(Binary.getRHS(), Late.Object))
      return allowsChildren(Binary);
    // A variable of the function's own would be a second name to look after.
    const auto *Target = dyn_cast<DeclRefExpr>(strip(Binary.getLHS()));
    const auto *Var = Target ? dyn_cast<VarDecl>(Target->getDecl()) : nullptr;
    return (!Var || Var->hasGlobalStorage()) && allows(*Binary.getLHS());
  }

  /// Whether what stands behind the label of \p Goto ends by telling a failure.
  bool leadsToFailure(const GotoStmt &Goto, const Stmt &Body) const {
    if (const auto *Block = dyn_cast<CompoundStmt>(&Body)) {
      bool Behind = false;
      for (const Stmt *S : Block->body()) {
        for (auto *Label = dyn_cast<LabelStmt>(S); Label;
             Label = dyn_cast<LabelStmt>(S)) {
          Behind |= Label->getDecl() == Goto.getLabel();
          S = Label->getSubStmt();
        }
        if (const auto *Return = Behind ? dyn_cast<ReturnStmt>(S) : nullptr)
          return Return->getRetValue() &&
                 source::isFailureValue(*Return->getRetValue(), Context);
        if (Behind && isa<GotoStmt>(S))
          return false;
      }
    }
    return llvm::any_of(Body.children(), [&](const Stmt *Child) {
      return Child && leadsToFailure(Goto, *Child);
    });
  }

  const LateCall &Late;
  const ASTContext &Context;
  EffectOnArgument Effects;
};
} // namespace

/// The range from the start of \p S to the semicolon or brace that ends it;
/// invalid if a macro is involved.
static CharSourceRange rangeOf(const Stmt &S, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const LangOptions &LangOpts = Context.getLangOpts();
  const CharSourceRange Range = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(S.getSourceRange()), SM, LangOpts);
  if (Range.isInvalid())
    return Range;
  const SourceLocation Last = Range.getEnd().getLocWithOffset(-1);
  if (*SM.getCharacterData(Last) == '}' || *SM.getCharacterData(Last) == ';')
    return Range;
  const SourceLocation End = Lexer::findLocationAfterToken(
      SM.getFileLoc(S.getEndLoc()), tok::semi, SM, LangOpts, false);
  return End.isValid() ? CharSourceRange::getCharRange(Range.getBegin(), End)
                       : CharSourceRange();
}

Edits moveBehindTest(const LateCall &Late, const ASTContext &Context,
                     EffectOnArgument Effects) {
  const SourceManager &SM = Context.getSourceManager();
  const auto *const End = Late.Block.body_end();
  const auto *const From = llvm::find(Late.Block.body(), &Late.Statement);
  const auto *const Test = llvm::find(Late.Block.body(), &Late.Test);
  if (From == End || Test >= From)
    return {};
  const Between Code(Late, Context, Effects);
  for (const auto *S = std::next(Test); S != From; ++S)
    if (!Code.allows(**S))
      return {};

  const CharSourceRange Old = rangeOf(Late.Statement, Context);
  const CharSourceRange Above = rangeOf(Late.Test, Context);
  if (Old.isInvalid() || Above.isInvalid())
    return {};
  // Under another condition it would be another call, or none.
  const CharSourceRange Whole =
      CharSourceRange::getCharRange(Above.getBegin(), Old.getEnd());
  if (Lexer::getSourceText(Whole, SM, Context.getLangOpts()).contains('#'))
    return {};
  // A replacement, not an insertion: applied twice it is found to be the same.
  const SourceLocation Last = Above.getEnd().getLocWithOffset(-1);
  const std::string New =
      (llvm::Twine(*SM.getCharacterData(Last)) + "\n" +
       Lexer::getIndentationForLine(Old.getBegin(), SM) + Late.NewText)
          .str();
  return {FixItHint::CreateReplacement(
              CharSourceRange::getCharRange(Last, Above.getEnd()), New),
          removeWithLines(Old, SM)};
}

} // namespace immortal::fixes
