// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/ResultUse.h"
#include "CAPI/Functions.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::source {

/// The integer that \p E is known to be.
static std::optional<int64_t> constantOf(const Expr &E,
                                         const ASTContext &Context) {
  Expr::EvalResult Result;
  if (E.isValueDependent() || !E.EvaluateAsInt(Result, Context) ||
      Result.Val.getInt().getSignificantBits() > 64)
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

static bool compare(BinaryOperatorKind How, int64_t A, int64_t B) {
  switch (How) {
  case BO_EQ:
    return A == B;
  case BO_NE:
    return A != B;
  case BO_LT:
    return A < B;
  case BO_LE:
    return A <= B;
  case BO_GT:
    return A > B;
  default:
    return A >= B;
  }
}

namespace {
/// Follows a value from where it is computed through the expressions around it.
class Follower {
public:
  Follower(const ParentMap &Parents, const ASTContext &Context)
      : Parents(Parents), Context(Context) {}

  ResultUse follow(const Expr &From) {
    Result.Test = &From;
    for (const Stmt *Child = &From;;) {
      const Stmt *Parent = Parents.getParent(Child);
      if (!Parent || !step(*Child, *Parent))
        return Result;
      Child = Parent;
    }
  }

private:
  /// Whether \p Parent still has the value; otherwise Result is complete.
  bool step(const Stmt &Child, const Stmt &Parent) {
    if (const auto *E = dyn_cast<Expr>(&Parent))
      return stepExpression(Child, *E);
    if (const auto *If = dyn_cast<IfStmt>(&Parent);
        If && If->getCond() == &Child)
      return finishTest(Parent);
    if (const auto *Declaration = dyn_cast<DeclStmt>(&Parent)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D);
            Var && Var->getInit() == &Child)
          Result.Variable = Var;
      return finish(ResultUse::Used);
    }
    return finish(isDiscardedIn(Child, Parent) ? ResultUse::Discarded
                                               : ResultUse::Used);
  }

  bool isDiscardedIn(const Stmt &Child, const Stmt &Parent) {
    Result.Statement = &Child;
    Result.Block = dyn_cast<CompoundStmt>(&Parent);
    if (Result.Block)
      // The last statement of ({ ... }) is its value.
      return !isa_and_nonnull<StmtExpr>(Parents.getParent(&Parent)) ||
             Result.Block->body_back() != &Child;
    if (const auto *For = dyn_cast<ForStmt>(&Parent))
      return For->getCond() != &Child;
    if (const auto *While = dyn_cast<WhileStmt>(&Parent))
      return While->getBody() == &Child;
    if (const auto *Do = dyn_cast<DoStmt>(&Parent))
      return Do->getBody() == &Child;
    if (const auto *Switch = dyn_cast<SwitchStmt>(&Parent))
      return Switch->getBody() == &Child;
    if (const auto *Case = dyn_cast<SwitchCase>(&Parent))
      return Case->getSubStmt() == &Child;
    return isa<IfStmt, LabelStmt, AttributedStmt, CXXForRangeStmt>(Parent);
  }

  bool stepExpression(const Stmt &Child, const Expr &Parent) {
    if (isa<ParenExpr, FullExpr>(Parent))
      return keepTest(Child, Parent);
    if (const auto *Cast = dyn_cast<CastExpr>(&Parent)) {
      if (Cast->getCastKind() == CK_ToVoid)
        IsIgnored = isa<ExplicitCastExpr>(Cast);
      return keepTest(Child, Parent);
    }
    if (const auto *Unary = dyn_cast<UnaryOperator>(&Parent))
      return Unary->getOpcode() == UO_LNot ? negate(Parent)
                                           : finish(ResultUse::Used);
    if (const auto *Binary = dyn_cast<BinaryOperator>(&Parent))
      return stepBinary(Child, *Binary);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(&Parent))
      return Choice->getCond() == &Child ? finishTest(Parent)
                                         : finish(ResultUse::Used);
    const auto *Call = dyn_cast<CallExpr>(&Parent);
    if (Call && Call->getBuiltinCallee() == Builtin::BI__builtin_expect &&
        Call->getArg(0) == &Child)
      return keepTest(Child, Parent);
    return finish(ResultUse::Used);
  }

  bool stepBinary(const Stmt &Child, const BinaryOperator &Parent) {
    const bool IsLeft = Parent.getLHS() == &Child;
    if (Parent.getOpcode() == BO_Comma) {
      Result.Statement = &Child;
      return IsLeft ? finish(ResultUse::Discarded) : true;
    }
    if (Parent.getOpcode() == BO_Assign && !IsLeft) {
      if (const auto *Name =
              dyn_cast<DeclRefExpr>(Parent.getLHS()->IgnoreParens()))
        Result.Variable = dyn_cast<VarDecl>(Name->getDecl());
      IsLookedAt = true;
      return keepTest(Child, Parent);
    }
    // As an operand of && or || it still decides, with others; on the left
    // whether the right one is evaluated.
    if (Parent.isLogicalOp()) {
      InLogic = true;
      IsLookedAt |= IsLeft;
      return true;
    }
    if (Parent.isComparisonOp() && Parent.getOpcode() != BO_Cmp)
      return stepComparison(IsLeft, Parent);
    return finish(ResultUse::Used);
  }

  bool stepComparison(bool IsLeft, const BinaryOperator &Parent) {
    const auto Other =
        constantOf(IsLeft ? *Parent.getRHS() : *Parent.getLHS(), Context);
    if (!Other || InLogic || IsNumberGone)
      return finish(ResultUse::Used);
    const BinaryOperatorKind How =
        IsLeft ? Parent.getOpcode()
               : (Parent.isRelationalOp()
                      ? BinaryOperator::reverseComparisonOp(Parent.getOpcode())
                      : Parent.getOpcode());
    Result.Truth = {compare(How, -1, *Other), compare(How, 0, *Other),
                    compare(How, 1, *Other)};
    IsNumberGone = true;
    Result.Test = &Parent;
    return true;
  }

  bool negate(const Expr &Parent) {
    if (InLogic)
      return finish(ResultUse::Used);
    Result.Truth = {!Result.Truth.Negative, !Result.Truth.Zero,
                    !Result.Truth.Positive};
    IsNumberGone = true;
    Result.Test = &Parent;
    return true;
  }

  bool keepTest(const Stmt &Child, const Expr &Parent) {
    if (Result.Test == &Child)
      Result.Test = &Parent;
    return true;
  }

  bool finishTest(const Stmt &Owner) {
    Result.Owner = &Owner;
    return finish(ResultUse::Tested);
  }

  bool finish(ResultUse::Kind How) {
    if (IsLookedAt && How == ResultUse::Discarded)
      How = ResultUse::Used;
    Result.How = IsIgnored ? ResultUse::Ignored : How;
    return false;
  }

  const ParentMap &Parents;
  const ASTContext &Context;
  ResultUse Result;
  /// Behind a comparison or negation the value is no longer the result.
  bool IsNumberGone = false;
  bool InLogic = false;
  /// It was cast to void on the way to the statement.
  bool IsIgnored = false;
  /// On the way to the statement it was assigned, or something was decided.
  bool IsLookedAt = false;
};

/// All uses of one variable in a body.
struct VariableUses {
  llvm::SmallVector<const DeclRefExpr *, 4> Reads;
  unsigned Writes = 0;
};
} // namespace

static void collectUses(const Stmt &S, const VarDecl &Var,
                        const ParentMap &Parents, VariableUses &To) {
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S);
      Name && Name->getDecl() == &Var) {
    const auto *Assignment =
        dyn_cast_or_null<BinaryOperator>(Parents.getParentIgnoreParens(&S));
    if (Assignment && Assignment->getOpcode() == BO_Assign &&
        Assignment->getLHS()->IgnoreParens() == &S)
      ++To.Writes;
    else
      To.Reads.push_back(Name);
  }
  for (const Stmt *Child : S.children())
    if (Child)
      collectUses(*Child, Var, Parents, To);
}

/// How often the text of \p Function spells the name of \p Var. More than the
/// syntax tree shows: an assert that NDEBUG took away reads it, too.
static unsigned countSpelled(const FunctionDecl &Function, const VarDecl &Var,
                             const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const auto [File, Begin] =
      SM.getDecomposedLoc(SM.getFileLoc(Function.getBeginLoc()));
  const auto [EndFile, End] =
      SM.getDecomposedLoc(SM.getFileLoc(Function.getEndLoc()));
  if (File != EndFile)
    return 0;
  const llvm::StringRef Buffer = SM.getBufferData(File);
  Lexer Lex(SM.getLocForStartOfFile(File), Context.getLangOpts(),
            Buffer.begin(), Buffer.begin() + Begin, Buffer.end());
  unsigned Count = 0;
  for (Token Tok;
       !Lex.LexFromRawLexer(Tok) && SM.getFileOffset(Tok.getLocation()) < End;)
    Count +=
        Tok.is(tok::raw_identifier) && Tok.getRawIdentifier() == Var.getName();
  return Count;
}

/// The use of a result that was stored in a variable of the function's own.
static ResultUse useOfVariable(ResultUse Stored, const FunctionDecl &Function,
                               const ParentMap &Parents,
                               const ASTContext &Context) {
  const VarDecl &Var = *Stored.Variable;
  if (!Var.hasLocalStorage() || Var.getType()->isReferenceType())
    return Stored;
  VariableUses Uses;
  collectUses(*Function.getBody(), Var, Parents, Uses);
  if (Uses.Reads.empty()) {
    if (Var.getIdentifier() &&
        countSpelled(Function, Var, Context) == Uses.Writes + 1)
      Stored.How = ResultUse::StoredOnly;
    return Stored;
  }
  const unsigned Initial = Var.getInit() != nullptr;
  if (Uses.Writes + Initial != 1)
    return Stored;
  for (const DeclRefExpr *Read : Uses.Reads) {
    ResultUse Use = Follower(Parents, Context).follow(*Read);
    if (Use.How == ResultUse::Tested) {
      Use.Variable = &Var;
      return Use;
    }
  }
  return Stored;
}

ResultUse useOfResult(const CallExpr &Call, const FunctionDecl &Function,
                      const ASTContext &Context) {
  Stmt *Body = Function.getBody();
  if (!Body)
    return {};
  const ParentMap Parents(Body);
  ResultUse Result = Follower(Parents, Context).follow(Call);
  // A statement that does more than that is none to move or to remove.
  if (const auto *E = dyn_cast_or_null<Expr>(Result.Statement))
    if (E->IgnoreImplicit()->IgnoreParenCasts() != &Call)
      Result.Block = nullptr;
  if (Result.Variable && Result.How != ResultUse::Tested)
    return useOfVariable(Result, Function, Parents, Context);
  return Result;
}

const Stmt *ResultUse::branch(bool Value) const {
  if (const auto *If = dyn_cast_or_null<IfStmt>(Owner))
    return Value ? If->getThen() : If->getElse();
  if (const auto *Choice = dyn_cast_or_null<ConditionalOperator>(Owner))
    return Value ? Choice->getTrueExpr() : Choice->getFalseExpr();
  return nullptr;
}

/// The row of the function that \p E calls, if it is a call.
static const capi::Function *rowOf(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(E.IgnoreParenCasts());
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getIdentifier()
             ? capi::findFunction(Callee->getName())
             : nullptr;
}

bool isFailureValue(const Expr &E, const ASTContext &Context) {
  if (E.getType()->isPointerType()) {
    if (E.isNullPointerConstant(const_cast<ASTContext &>(Context),
                                Expr::NPC_ValueDependentIsNotNull) ||
        E.IgnoreParenCasts()->isNullPointerConstant(
            const_cast<ASTContext &>(Context),
            Expr::NPC_ValueDependentIsNotNull))
      return true;
    const capi::Function *Row = rowOf(E);
    return Row &&
           Row->returns({capi::OldestKnown, capi::NewestKnown}, [](unsigned) {
                return capi::KnownArgument();
              }).What == capi::Returns::NullAlways;
  }
  if (!E.getType()->isIntegerType())
    return false;
  const auto Value = constantOf(E, Context);
  return Value && (*Value < 0 || (*Value == 0 && E.getType()->isBooleanType()));
}

bool isFailureBranch(const Stmt &Branch, const ASTContext &Context) {
  if (const auto *Return = dyn_cast<ReturnStmt>(&Branch))
    return Return->getRetValue() &&
           isFailureValue(*Return->getRetValue(), Context);
  if (isa<GotoStmt, CXXThrowExpr>(Branch))
    return true;
  if (const auto *Call = dyn_cast<CallExpr>(&Branch)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const capi::Function *Row = rowOf(*Call);
    if ((Callee && Callee->isNoReturn()) || (Row && Row->isNoReturn()))
      return true;
  }
  if (isa<LambdaExpr>(Branch))
    return false;
  return llvm::any_of(Branch.children(), [&](const Stmt *Child) {
    return Child && isFailureBranch(*Child, Context);
  });
}

} // namespace immortal::source
