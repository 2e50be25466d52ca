// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FactBuilder: what the branches of a condition know.

#include "Freshness/FactBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace immortal::freshness {

void FactBuilder::visitCondition(const CFGBlock &Block) {
  const Expr *E = lastCondition(Block);
  if (!E || E->isTypeDependent())
    return;
  assume(E, true, 0);
  assume(E, false, 1);
}

void FactBuilder::addCondition(Condition::Kind How, const Value &Of,
                               unsigned Edge) {
  Condition C{Edge, How, static_cast<uint32_t>(Result.Sources.size()),
              static_cast<uint32_t>(Of.size())};
  Result.Sources.insert(Result.Sources.end(), Of.begin(), Of.end());
  Current->Conditions.push_back(C);
}

/// Whether evaluating \p E again would find the same: nothing in it writes.
static bool isRepeatable(const Expr *E, const ASTContext &Context) {
  return !E->HasSideEffects(Context, /*IncludePossibleEffects=*/true);
}

void FactBuilder::assume(const Expr *E, bool Truth, unsigned Edge) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return Cast->getCastKind() == CK_PointerToIntegral
               ? void()
               : assume(Cast->getSubExpr(), Truth, Edge);
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return assume(Full->getSubExpr(), Truth, Edge);
  // From C++20 on `a != b` may be `!(a == b)`.
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E))
    return assume(Rewritten->getSemanticForm(), Truth, Edge);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_LNot)
      return assume(Unary->getSubExpr(), !Truth, Edge);
    if (Unary->getOpcode() == UO_Extension)
      return assume(Unary->getSubExpr(), Truth, Edge);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (Call->getBuiltinCallee() == Builtin::BI__builtin_expect)
      return assume(Call->getArg(0), Truth, Edge);
    if (assumeOwner(Call, Truth, Edge))
      return;
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isComparisonOp())
      return assumeComparison(Binary, Truth, Edge);
    // As a value: !(p && q). As a condition of its own, the CFG splits it.
    const bool Both = Binary->getOpcode() == (Truth ? BO_LAnd : BO_LOr);
    if (Both && isRepeatable(Binary, Context)) {
      assume(Binary->getLHS(), Truth, Edge);
      assume(Binary->getRHS(), Truth, Edge);
    }
    if (Binary->getOpcode() == BO_Comma)
      return assume(Binary->getRHS(), Truth, Edge);
    if (Binary->getOpcode() != BO_Assign)
      return;
  }
  if (E->getType()->isPointerType())
    addCondition(Truth ? Condition::IsNotNull : Condition::IsNull, valueOf(E),
                 Edge);
}

/// A member that says whether its owner holds something.
bool FactBuilder::assumeOwner(const CallExpr *E, bool Truth, unsigned Edge) {
  const OwnerEffects *Effects = AllOwners.describe(*E);
  if (!Effects || (Effects->Returns != OwnerEffects::IsSet &&
                   Effects->Returns != OwnerEffects::IsEmpty))
    return false;
  if (Effects->Returns == OwnerEffects::IsEmpty)
    Truth = !Truth;
  const Expr *Of = Owners::slot(*E, Effects->ReturnedSlot);
  if (const OwnerArgument Slot = ownerArgument(Of); Slot.Place)
    addCondition(Truth ? Condition::IsNotNull : Condition::IsNull, Slot.Held,
                 Edge);
  return true;
}

/// Whether the two are the addresses of owners that a member of one has to
/// itself: who calls it with one owner twice gets no effects.
bool FactBuilder::areDifferentOwners(const Expr *A, const Expr *B) {
  if (!OfOwner || !isa<CXXThisExpr>(stripPointerCasts(A)))
    return false;
  const auto *Address = dyn_cast<UnaryOperator>(stripPointerCasts(B));
  const auto Other = Address && Address->getOpcode() == UO_AddrOf
                         ? AllPlaces.named(Address->getSubExpr())
                         : std::nullopt;
  return Other && llvm::any_of(Result.Owners, [&](const auto &Owner) {
           return Owner.first == *Other && Owner.second != 0;
         });
}

void FactBuilder::assumeComparison(const BinaryOperator *E, bool Truth,
                                   unsigned Edge) {
  const Expr *Left = E->getLHS();
  const Expr *Right = E->getRHS();
  const auto IsZero = [&](const Expr *Side) {
    Expr::EvalResult Result;
    return Side->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                       Expr::NPC_ValueDependentIsNotNull) ||
           (!Side->isValueDependent() && Side->getType()->isIntegerType() &&
            Side->EvaluateAsInt(Result, Context) && Result.Val.getInt() == 0);
  };
  BinaryOperatorKind Kind = E->getOpcode();
  if (areDifferentOwners(Left, Right) || areDifferentOwners(Right, Left)) {
    if ((Kind == BO_EQ && Truth) || (Kind == BO_NE && !Truth))
      addCondition(Condition::NeverTaken, {}, Edge);
    return;
  }
  if (IsZero(Left)) {
    std::swap(Left, Right);
    Kind = BinaryOperator::reverseComparisonOp(Kind);
  }
  if (!IsZero(Right))
    return;
  if (Kind == BO_EQ)
    assume(Left, !Truth, Edge);
  else if (Kind == BO_NE)
    assume(Left, Truth, Edge);
}

} // namespace immortal::freshness
