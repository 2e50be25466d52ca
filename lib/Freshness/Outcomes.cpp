// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Outcomes.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace immortal::freshness {

const Expr *lastCondition(const CFGBlock &Block) {
  const Stmt *Terminator = Block.getTerminatorStmt();
  if (!Terminator || Block.succ_size() != 2 ||
      !Block.getTerminator().isStmtBranch())
    return nullptr;
  const Expr *E = nullptr;
  if (const auto *Binary = dyn_cast<BinaryOperator>(Terminator))
    E = Binary->isLogicalOp() ? Binary->getLHS() : nullptr;
  else if (isa<IfStmt, WhileStmt, ForStmt, DoStmt, AbstractConditionalOperator>(
               Terminator))
    E = dyn_cast_or_null<Expr>(Block.getTerminatorCondition(false));
  while (E) {
    const auto *Binary = dyn_cast<BinaryOperator>(E->IgnoreParens());
    if (!Binary || !Binary->isLogicalOp())
      break;
    E = Binary->getRHS();
  }
  return E;
}

/// \p E without what only groups.
static const Expr *ungroup(const Expr *E) {
  for (;;) {
    E = E->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E);
             Opaque && Opaque->getSourceExpr())
      E = Opaque->getSourceExpr();
    else
      return E;
  }
}

/// Computes an expression in which one call returns a given value. A pointer is
/// 0 for NULL and 1 for all others.
class Outcomes::Evaluation {
public:
  Evaluation(const Outcomes &Of, const CFGBlock &Block)
      : Of(Of), Block(Block) {}

  std::optional<int64_t> compute(const Expr *E, int64_t Result,
                                 unsigned Depth = 0);

  /// The call that was met.
  const CallExpr *Call = nullptr;

private:
  std::optional<int64_t> computeCast(const CastExpr &Cast, int64_t Result,
                                     unsigned Depth);
  std::optional<int64_t> computeOperator(const BinaryOperator &Binary,
                                         int64_t Result, unsigned Depth);
  std::optional<int64_t> convert(std::optional<int64_t> Value,
                                 QualType To) const;
  const Expr *lastValueOf(const Expr &LValue) const;
  bool isInBlock(const Stmt &S) const {
    return llvm::any_of(Block, [&](const CFGElement &Element) {
      const auto Statement = Element.getAs<CFGStmt>();
      return Statement && Statement->getStmt() == &S;
    });
  }

  /// Deeper conditions than this tell nothing.
  static constexpr unsigned MaxDepth = 32;

  const Outcomes &Of;
  const CFGBlock &Block;
};

std::optional<int64_t>
Outcomes::Evaluation::convert(std::optional<int64_t> Value, QualType To) const {
  if (!Value || To->isPointerType())
    return Value;
  if (To->isBooleanType())
    return *Value != 0;
  if (!To->isIntegerType() || Of.Context.getIntWidth(To) > 64)
    return std::nullopt;
  const unsigned Width = Of.Context.getIntWidth(To);
  const llvm::APInt Bits =
      llvm::APInt(64, static_cast<uint64_t>(*Value)).zextOrTrunc(Width);
  if (!To->isUnsignedIntegerOrEnumerationType())
    return Bits.getSExtValue();
  if (Bits.getActiveBits() == 64)
    return std::nullopt;
  return static_cast<int64_t>(Bits.getZExtValue());
}

/// What was last assigned in the block to the variable that is \p LValue.
const Expr *Outcomes::Evaluation::lastValueOf(const Expr &LValue) const {
  const auto *Name = dyn_cast<DeclRefExpr>(ungroup(&LValue));
  const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  if (!Var || !Var->hasLocalStorage() || Var->getType()->isReferenceType() ||
      Var->getType().isVolatileQualified() || Of.Opaque.contains(Var))
    return nullptr;
  const auto IsVar = [&](const Expr *E) {
    const auto *Other = dyn_cast<DeclRefExpr>(ungroup(E));
    return Other && Other->getDecl() == Var;
  };
  for (const CFGElement &Element : llvm::reverse(Block)) {
    const auto S = Element.getAs<CFGStmt>();
    if (!S)
      continue;
    if (const auto *Binary = dyn_cast<BinaryOperator>(S->getStmt());
        Binary && Binary->isAssignmentOp() && IsVar(Binary->getLHS()))
      return Binary->getOpcode() == BO_Assign ? Binary->getRHS() : nullptr;
    if (const auto *Unary = dyn_cast<UnaryOperator>(S->getStmt());
        Unary && Unary->isIncrementDecrementOp() && IsVar(Unary->getSubExpr()))
      return nullptr;
    if (const auto *Declarations = dyn_cast<DeclStmt>(S->getStmt());
        Declarations && llvm::is_contained(Declarations->decls(), Var))
      return Var->getInit();
  }
  return nullptr;
}

std::optional<int64_t> Outcomes::Evaluation::computeCast(const CastExpr &Cast,
                                                         int64_t Result,
                                                         unsigned Depth) {
  const Expr *From = Cast.getSubExpr();
  switch (Cast.getCastKind()) {
  case CK_LValueToRValue:
    if (const Expr *Value = lastValueOf(*From))
      return compute(Value, Result, Depth + 1);
    // The value of an assignment, in C++.
    return isa<BinaryOperator>(ungroup(From)) ? compute(From, Result, Depth + 1)
                                              : std::nullopt;
  case CK_NoOp:
  case CK_BitCast:
  case CK_IntegralCast:
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
    return convert(compute(From, Result, Depth + 1), Cast.getType());
  default:
    return std::nullopt;
  }
}

std::optional<int64_t>
Outcomes::Evaluation::computeOperator(const BinaryOperator &Binary,
                                      int64_t Result, unsigned Depth) {
  if (Binary.getOpcode() == BO_Assign || Binary.getOpcode() == BO_Comma)
    return compute(Binary.getRHS(), Result, Depth + 1);
  if (!Binary.isComparisonOp())
    return std::nullopt;
  const auto Left = compute(Binary.getLHS(), Result, Depth + 1);
  const auto Right = compute(Binary.getRHS(), Result, Depth + 1);
  if (!Left || !Right)
    return std::nullopt;
  switch (Binary.getOpcode()) {
  case BO_EQ:
    return *Left == *Right;
  case BO_NE:
    return *Left != *Right;
  case BO_LT:
    return *Left < *Right;
  case BO_GT:
    return *Left > *Right;
  case BO_LE:
    return *Left <= *Right;
  case BO_GE:
    return *Left >= *Right;
  default:
    return std::nullopt;
  }
}

std::optional<int64_t>
Outcomes::Evaluation::compute(const Expr *E, int64_t Result, unsigned Depth) {
  if (Depth > MaxDepth || E->isTypeDependent() || E->isValueDependent())
    return std::nullopt;
  if (E->isNullPointerConstant(const_cast<ASTContext &>(Of.Context),
                               Expr::NPC_NeverValueDependent))
    return 0;
  Expr::EvalResult Constant;
  if (E->getType()->isIntegerType() && E->EvaluateAsInt(Constant, Of.Context) &&
      !Constant.HasSideEffects &&
      Constant.Val.getInt().getSignificantBits() <= 64)
    return Constant.Val.getInt().getExtValue();
  E = ungroup(E);
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return computeCast(*Cast, Result, Depth);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    const auto Value =
        Unary->getOpcode() == UO_LNot || Unary->getOpcode() == UO_Extension
            ? compute(Unary->getSubExpr(), Result, Depth + 1)
            : std::nullopt;
    return Value && Unary->getOpcode() == UO_LNot ? *Value == 0 : Value;
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return computeOperator(*Binary, Result, Depth);
  const auto *Met = dyn_cast<CallExpr>(E);
  if (!Met)
    return std::nullopt;
  if (Met->getBuiltinCallee() == Builtin::BI__builtin_expect)
    return compute(Met->getArg(0), Result, Depth + 1);
  if ((Call && Call != Met) || !isInBlock(*Met))
    return std::nullopt;
  Call = Met;
  return Result;
}

/// What a call may return that failed, and one that did not.
static std::pair<std::vector<int64_t>, std::vector<int64_t>>
resultsOf(const CallEffects &Effects) {
  switch (Effects.Returns.Fails) {
  case capi::Failure::Null:
    return {{0}, {1}};
  case capi::Failure::Zero:
    return {{0}, {-1, 1, 2}};
  case capi::Failure::Negative:
    if (Effects.ReturnsZeroOrMinusOne)
      return {{-1}, {0}};
    return {{INT32_MIN, -2, -1}, {0, 1, 2, INT32_MAX}};
  case capi::Failure::Never:
    return {};
  }
  return {};
}

/// The number that the function returns at the end of \p Block.
static const Expr *returnedNumber(const CFGBlock &Block) {
  for (const CFGElement &Element : llvm::reverse(Block))
    if (const auto S = Element.getAs<CFGStmt>()) {
      const auto *Return = dyn_cast<ReturnStmt>(S->getStmt());
      const Expr *E = Return ? Return->getRetValue() : nullptr;
      return E && E->getType()->isSignedIntegerType() ? E : nullptr;
    }
  return nullptr;
}

Outcomes::Tested Outcomes::testedIn(const CFGBlock &Block) const {
  const Expr *Condition = lastCondition(Block);
  const Expr *E = Condition ? Condition : returnedNumber(Block);
  if (!E)
    return {};
  // To find the call; what it returns does not matter.
  Evaluation First(*this, Block);
  First.compute(E, 0);
  if (!First.Call)
    return {};
  const CallEffects &Effects = Calls.describe(*First.Call);
  if (!Effects.IsKnown)
    return {};
  const auto [Failed, Done] = resultsOf(Effects);
  std::optional<bool> OnSuccess;
  const auto LeadsOneWay = [&](llvm::ArrayRef<int64_t> Results,
                               bool AreSuccess) {
    return llvm::all_of(Results, [&](int64_t Result) {
      Evaluation Next(*this, Block);
      const auto Truth = Next.compute(E, Result);
      if (!Truth || Next.Call != First.Call)
        return false;
      const bool Here = (Condition ? *Truth != 0 : *Truth >= 0) == AreSuccess;
      if (!OnSuccess)
        OnSuccess = Here;
      return *OnSuccess == Here;
    });
  };
  if (!LeadsOneWay(Done, true) || !LeadsOneWay(Failed, false) || !OnSuccess)
    return {};
  if (Condition)
    return {First.Call, static_cast<uint16_t>(*OnSuccess ? 0 : 1)};
  return *OnSuccess ? Tested{First.Call, Fact::ReturnsDone} : Tested();
}

/// The local variable that \p E names or, if it is no lvalue, reads.
static const VarDecl *localIn(const Expr *E) {
  const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() ? Var : nullptr;
}

/// Whose value \p Of uses, of its own operands.
void Outcomes::noteUses(const Stmt &Of) {
  if (const auto *Cast = dyn_cast<CastExpr>(&Of);
      Cast && Cast->getCastKind() == CK_ToVoid)
    return;
  if (const auto *Block = dyn_cast<StmtExpr>(&Of)) {
    if (!Block->getSubStmt()->body_empty())
      if (const auto *Last = dyn_cast<Expr>(Block->getSubStmt()->body_back()))
        Used.insert(ungroup(Last));
    return;
  }
  if (isa<ParenExpr, FullExpr>(Of))
    return;
  const auto *Binary = dyn_cast<BinaryOperator>(&Of);
  for (const Stmt *Child : Of.children())
    if (const auto *E = dyn_cast_or_null<Expr>(Child))
      if (!Binary || !Binary->isCommaOp() || E == Binary->getRHS())
        Used.insert(ungroup(E));
  if (Binary && Binary->getOpcode() == BO_Assign)
    noteStored(localIn(Binary->getLHS()), Binary->getRHS());
  if (const auto *Declarations = dyn_cast<DeclStmt>(&Of))
    for (const Decl *D : Declarations->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        noteStored(Var, Var->getInit());
}

bool Outcomes::isDiscarded(const CallExpr &Call) const {
  if (!Used.contains(&Call))
    return true;
  const VarDecl *In = StoredIn.lookup(&Call);
  return In && !Opaque.contains(In) && Reads.lookup(In) == 0;
}

void Outcomes::noteStored(const VarDecl *In, const Expr *Value) {
  if (In && In->hasLocalStorage() && Value)
    StoredIn[ungroup(Value->IgnoreParenCasts())] = In;
}

void Outcomes::noteReads(const Stmt &In) {
  const auto NotThis = [&](const Expr *E) {
    if (E->isPRValue())
      if (const VarDecl *Var = localIn(E))
        --Reads[Var];
  };
  if (const auto *Cast = dyn_cast<CastExpr>(&In)) {
    if (Cast->getCastKind() == CK_LValueToRValue) {
      if (const VarDecl *Var = localIn(Cast->getSubExpr()))
        ++Reads[Var];
    } else if (Cast->getCastKind() == CK_ToVoid) {
      NotThis(Cast->getSubExpr());
    }
  } else if (const auto *Return = dyn_cast<ReturnStmt>(&In)) {
    // That is for the caller to look at.
    if (Return->getRetValue())
      NotThis(Return->getRetValue());
  } else if (const auto *Call = dyn_cast<CallExpr>(&In)) {
    const CallEffects &Effects = Calls.describe(*Call);
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (Effects.on(I) == capi::Effect::Releases)
        NotThis(Call->getArg(I));
  }
}

void Outcomes::noteVariables(const Stmt &In) {
  noteReads(In);
  const auto *Binary = dyn_cast<BinaryOperator>(&In);
  const auto *Unary = dyn_cast<UnaryOperator>(&In);
  const auto *Cast = dyn_cast<CastExpr>(&In);
  for (const Stmt *Child : In.children()) {
    if (!Child)
      continue;
    const auto *Name = dyn_cast<DeclRefExpr>(Child);
    const bool IsPlain =
        isa<ParenExpr>(In) ||
        (Cast && (Cast->getCastKind() == CK_LValueToRValue ||
                  Cast->getCastKind() == CK_ToVoid)) ||
        (Unary && Unary->isIncrementDecrementOp()) ||
        (Binary && Binary->isAssignmentOp() && Child == Binary->getLHS());
    if (const auto *Paren = dyn_cast<ParenExpr>(Child); Paren && !IsPlain)
      Name = dyn_cast<DeclRefExpr>(Paren->IgnoreParens());
    if (const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
        Var && !IsPlain)
      Opaque.insert(Var);
    noteVariables(*Child);
  }
}

Outcomes::Outcomes(const FunctionDecl &Function, const CFG &Graph,
                   const CallModel &Calls)
    : Context(Function.getASTContext()), Calls(Calls) {
  noteVariables(*Function.getBody());
  for (const CFGBlock *Block : Graph) {
    for (const CFGElement &Element : *Block)
      if (const auto S = Element.getAs<CFGStmt>())
        noteUses(*S->getStmt());
    if (const auto *Condition =
            dyn_cast_or_null<Expr>(Block->getTerminatorCondition(false)))
      Used.insert(ungroup(Condition));
    if (const Expr *Last = lastCondition(*Block))
      Used.insert(ungroup(Last));
  }
}

} // namespace immortal::freshness
