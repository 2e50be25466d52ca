// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exposure: which variable an lvalue is part of.

#include "Freshness/ExposureWalker.h"
#include "Freshness/Places.h"

using namespace clang;

namespace immortal::freshness {

/// The variable that is, or contains, the lvalue; nullptr if a pointer leads
/// to it.
const VarDecl *Exposure::Walker::rootOf(const Expr *E, bool *IsThis) const {
  const auto Follow = [&](const Expr *Pointer) {
    if (IsThis && isa<CXXThisExpr>(stripPointerCasts(Pointer)))
      *IsThis = true;
    return addressee(Pointer);
  };
  while (E) {
    E = stripLValue(E);
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
        return Static;
      E = Member->isArrow() ? Follow(Member->getBase()) : Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Follow(Subscript->getBase());
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      E = Unary->getOpcode() == UO_Deref ? Follow(Unary->getSubExpr())
                                         : Unary->getSubExpr();
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
      E = Binary->getOpcode() == BO_Comma ? Binary->getRHS() : Binary->getLHS();
    } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      unsigned Slot = 0;
      if (!AllOwners.returnsReference(*Call, Slot))
        return nullptr;
      const Expr *Of = Owners::slot(*Call, Slot);
      E = Of && !Of->isGLValue() ? Follow(Of) : Of;
    } else if (const auto *Reference = dyn_cast<DeclRefExpr>(E)) {
      if (const auto *Binding = dyn_cast<BindingDecl>(Reference->getDecl())) {
        E = Binding->getBinding();
        continue;
      }
      const auto *Var = dyn_cast<VarDecl>(Reference->getDecl());
      if (!Var || isa<ParmVarDecl>(Var) || !Var->getType()->isReferenceType())
        return Var;
      E = Result.Aliases.lookup(Var->getCanonicalDecl());
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

/// The lvalue whose address the pointer is; nullptr if that is not known.
const Expr *Exposure::Walker::addressee(const Expr *Pointer) const {
  const Expr *E = stripPointerCasts(Pointer);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_AddrOf ? Unary->getSubExpr() : nullptr;
  const auto *Cast = dyn_cast<CastExpr>(E);
  if (!Cast)
    return nullptr;
  if (Cast->getCastKind() == CK_ArrayToPointerDecay)
    return Cast->getSubExpr();
  if (Cast->getCastKind() != CK_LValueToRValue)
    return nullptr;
  const auto *Reference =
      dyn_cast<DeclRefExpr>(stripLValue(Cast->getSubExpr()));
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || !Var->getType()->isPointerType())
    return nullptr;
  return Result.Aliases.lookup(Var->getCanonicalDecl());
}

/// Whether the lvalue names the same memory at all times: no pointer on the way
/// to it changes.
bool Exposure::Walker::isStable(const Expr *E) const {
  for (;;) {
    E = stripLValue(E);
    const Expr *Pointer = nullptr;
    if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
      return isa<VarDecl>(Reference->getDecl());
    // It lives as long as the reference does.
    if (isa<MaterializeTemporaryExpr>(E))
      return AllOwners.isOwner(E->getType()) &&
             isa<CallExpr, CXXConstructExpr>(stripToTemporary(E));
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (!Member->isArrow()) {
        E = Member->getBase();
        continue;
      }
      Pointer = Member->getBase();
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() != UO_Deref)
        return false;
      Pointer = Unary->getSubExpr();
    } else {
      return false;
    }
    if (isa<CXXThisExpr>(stripPointerCasts(Pointer)))
      return true;
    if (const Expr *Target = addressee(Pointer)) {
      E = Target;
      continue;
    }
    const auto *Load = dyn_cast<CastExpr>(stripPointerCasts(Pointer));
    const auto *Reference =
        Load && Load->getCastKind() == CK_LValueToRValue
            ? dyn_cast<DeclRefExpr>(stripLValue(Load->getSubExpr()))
            : nullptr;
    const auto *Var =
        Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
    return Var && Var->hasLocalStorage() && !Result.isWritten(Var) &&
           !Result.isExposed(Var) && !Var->getType().isVolatileQualified();
  }
}

} // namespace immortal::freshness
