// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FactBuilder: what statements and operators do, other than calls.

#include "Freshness/FactBuilder.h"
#include "Freshness/Layouts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace immortal::freshness {

void FactBuilder::visitStatement(const Stmt &S) {
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    return visitCall(*Call);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
    return visitConstruct(*Construct);
  if (const auto *Declarations = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declarations->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        visitDeclaration(*Var, S);
    return;
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
    return visitOperator(*Binary);
  if (const auto *Unary = dyn_cast<UnaryOperator>(&S)) {
    if (Unary->isIncrementDecrementOp() && !Unary->getType()->isPointerType())
      return escapeIfCounted(Unary->getSubExpr(), S);
    if (Unary->isIncrementDecrementOp()) {
      escape(Unary->getSubExpr(), S);
      return assignUnknown(Unary->getSubExpr(), S);
    }
    // The address of something inside the object leads to the object.
    if (Unary->getOpcode() == UO_AddrOf)
      escapeOwner(Unary->getSubExpr(), S);
    return;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(&S)) {
    if (const Expr *Result = Return->getRetValue())
      emit(Fact::Return, valueOf(Result), S);
    return;
  }
  if (const auto *Asm = dyn_cast<AsmStmt>(&S))
    return visitAsm(*Asm);
  visitOther(S);
}

/// The address of \p LValue goes somewhere: if a pointer leads to it, so does
/// that pointer's object, unless it is the very same address.
void FactBuilder::escapeOwner(const Expr *LValue, const Stmt &Where) {
  bool IsWhole = true;
  for (const Expr *E = stripLValue(LValue);;) {
    const Expr *Pointer = nullptr;
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
      if (!Field)
        return;
      IsWhole &= offsetOf(*Field, Context) == 0;
      (Member->isArrow() ? Pointer : E) = stripLValue(Member->getBase());
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      IsWhole = false;
      Pointer = stripPointerCasts(Subscript->getBase());
      const auto *Decay = dyn_cast<CastExpr>(Pointer);
      if (Decay && Decay->getCastKind() == CK_ArrayToPointerDecay) {
        E = stripLValue(Decay->getSubExpr());
        Pointer = nullptr;
      }
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E);
               Unary && Unary->getOpcode() == UO_Deref) {
      Pointer = Unary->getSubExpr();
    } else {
      return;
    }
    if (!Pointer)
      continue;
    if (!IsWhole)
      apply(Event::Escape, valueOf(Pointer), Where);
    return;
  }
}

void FactBuilder::visitOperator(const BinaryOperator &S) {
  if (S.getOpcode() == BO_Assign)
    return assign(S.getLHS(), S.getRHS(), S);
  if (S.isCompoundAssignmentOp()) {
    if (S.getType()->isPointerType()) {
      escape(S.getLHS(), S);
      assignUnknown(S.getLHS(), S);
    } else {
      escapeIfCounted(S.getLHS(), S);
    }
    return;
  }
  if (S.isComparisonOp() || S.isLogicalOp() || S.isCommaOp())
    return;
  // Pointer arithmetic leads into the object; a difference does not.
  if (S.getType()->isPointerType() || S.isPtrMemOp()) {
    escape(S.getLHS(), S);
    escape(S.getRHS(), S);
  }
}

void FactBuilder::visitAsm(const AsmStmt &S) {
  for (const Stmt *Child : S.children())
    if (const auto *E = dyn_cast_or_null<Expr>(Child)) {
      escape(E, S);
      if (E->isGLValue())
        assignUnknown(E, S);
    }
  runCode(S);
}

/// Whether the statement neither keeps nor passes on its operands.
static bool isHarmless(const Stmt &S) {
  if (const auto *Cast = dyn_cast<CastExpr>(&S)) {
    const Expr *From = Cast->getSubExpr();
    if (!From->isGLValue() && !From->getType()->isPointerType())
      return true;
    switch (Cast->getCastKind()) {
    case CK_LValueToRValue:
    case CK_ArrayToPointerDecay:
    case CK_FunctionToPointerDecay:
    case CK_ToVoid:
    case CK_PointerToBoolean:
    case CK_NullToPointer:
      return true;
    default:
      // Among them a number made of the object's address, which can come back.
      return stripLValue(Cast) != Cast;
    }
  }
  if (!isa<Expr>(S))
    return !isa<CXXForRangeStmt, CoreturnStmt>(S);
  return isa<ParenExpr, DeclRefExpr, MemberExpr, ArraySubscriptExpr,
             AbstractConditionalOperator, StmtExpr, FullExpr, OpaqueValueExpr,
             ChooseExpr, GenericSelectionExpr, MaterializeTemporaryExpr,
             UnaryExprOrTypeTraitExpr, CXXThisExpr, CXXBindTemporaryExpr,
             CXXDefaultArgExpr, SubstNonTypeTemplateParmExpr>(S);
}

/// The lvalue that the pointer or reference \p E is another name for; nullptr
/// if it is none.
static const Expr *aliased(const Expr *E, const Exposure &Exposed) {
  E = stripPointerCasts(E);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_AddrOf ? Unary->getSubExpr() : nullptr;
  if (const auto *Load = dyn_cast<CastExpr>(E))
    E = stripLValue(Load->getSubExpr());
  const auto *Name = dyn_cast<DeclRefExpr>(E);
  const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var ? Exposed.aliasedLValue(Var) : nullptr;
}

/// The variable whose memory holds the lvalue, a member or element of it.
static const VarDecl *containerOf(const Expr *LValue, const Exposure &Exposed) {
  for (const Expr *E = LValue; E;) {
    E = stripLValue(E);
    if (const auto *Reference = dyn_cast<DeclRefExpr>(E)) {
      if (const Expr *Target = aliased(E, Exposed))
        E = Target;
      else
        return dyn_cast<VarDecl>(Reference->getDecl());
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      E = Member->isArrow() ? aliased(Member->getBase(), Exposed)
                            : Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = stripPointerCasts(Subscript->getBase());
      if (const auto *Decay = dyn_cast<CastExpr>(E))
        E = Decay->getSubExpr();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

/// A read of several objects at once, or of one of several: a struct, or an
/// element with a variable subscript.
void FactBuilder::visitLoad(const CastExpr &Load) {
  const Expr *From = Load.getSubExpr();
  const bool IsAggregate = Load.getType()->isRecordType();
  if (!IsAggregate && !Load.getType()->isPointerType())
    return;
  std::optional<PlaceID> Of = AllPlaces.named(From);
  if (Of && !IsAggregate)
    return;
  if (!Of)
    if (const VarDecl *Container = containerOf(From, Exposed))
      Of = AllPlaces.variable(Container);
  if (Of)
    AllPlaces.forEachBelow(*Of, [&](PlaceID Member) {
      apply(Event::Escape, {{Source::InPlace, Member}}, Load);
    });
}

void FactBuilder::visitOther(const Stmt &S) {
  if (const auto *Cast = dyn_cast<CastExpr>(&S);
      Cast && Cast->getCastKind() == CK_LValueToRValue)
    return visitLoad(*Cast);
  if (const auto *Cast = dyn_cast<CastExpr>(&S);
      Cast && Cast->getCastKind() == CK_ArrayToPointerDecay &&
      !Distributed.contains(&S))
    escapeOwner(Cast->getSubExpr(), S);
  if (isHarmless(S) || Distributed.contains(&S))
    return;
  for (const Stmt *Child : S.children())
    if (const auto *E = dyn_cast_or_null<Expr>(Child))
      escape(E, S);
  if (isa<CXXConstructExpr, CXXNewExpr, CXXDeleteExpr, AtomicExpr,
          CXXThrowExpr>(S))
    runCode(S);
}

} // namespace immortal::freshness
