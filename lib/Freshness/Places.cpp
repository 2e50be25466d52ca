// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Places.h"
#include "Freshness/Exposure.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace immortal::freshness {

static bool keepsPointer(CastKind Kind) {
  switch (Kind) {
  case CK_BitCast:
  case CK_NoOp:
  case CK_LValueBitCast:
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
  case CK_BaseToDerived:
  case CK_AddressSpaceConversion:
    return true;
  default:
    return false;
  }
}

/// One step outward from what neither computes nor copies; \p E at the end.
static const Expr *stripOnce(const Expr *E) {
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return Full->getSubExpr();
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return Paren->getSubExpr();
  if (const auto *Choice = dyn_cast<ChooseExpr>(E))
    return Choice->isConditionDependent() ? E : Choice->getChosenSubExpr();
  if (const auto *Generic = dyn_cast<GenericSelectionExpr>(E))
    return Generic->isResultDependent() ? E : Generic->getResultExpr();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_Extension ? Unary->getSubExpr() : E;
  if (const auto *Parameter = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return Parameter->getReplacement();
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return keepsPointer(Cast->getCastKind()) ? Cast->getSubExpr() : E;
  return E;
}

const Expr *stripLValue(const Expr *E) {
  for (;;) {
    const Expr *Inner = stripOnce(E);
    if (Inner == E)
      return E;
    E = Inner;
  }
}

const Expr *stripPointerCasts(const Expr *E) {
  for (;;) {
    const Expr *Inner = stripOnce(E);
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      Inner = Temporary->getSubExpr();
    if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
      if (Opaque->getSourceExpr())
        Inner = Opaque->getSourceExpr();
    if (Inner == E)
      return E;
    E = Inner;
  }
}

/// Whether a read may see something else than the last write in this function.
static bool isUnstable(QualType Type) {
  return Type.isVolatileQualified() || Type->isAtomicType();
}

Places::Places(const ASTContext &Context, const Exposure &Exposed)
    : Context(Context), Exposed(Exposed) {}

PlaceID Places::variable(const VarDecl *Var) {
  Var = Var->getCanonicalDecl();
  const PlaceStep Step{PlaceStep::Variable, Var};
  const auto [At, New] = Known.try_emplace(Key{{~0u, Step.How}, {Var, 0}},
                                           static_cast<PlaceID>(All.size()));
  if (New) {
    Place P{Step, std::nullopt, false, {}};
    P.IsMemory = !Var->hasLocalStorage() || Exposed.isExposed(Var);
    All.push_back(std::move(P));
  }
  return At->second;
}

PlaceID Places::child(PlaceID Parent, PlaceStep Step) {
  const auto [At, New] =
      Known.try_emplace(Key{{Parent, Step.How}, {Step.Decl, Step.Position}},
                        static_cast<PlaceID>(All.size()));
  if (!New)
    return At->second;
  const PlaceID ID = At->second;
  const bool IsTarget = Step.How == PlaceStep::Deref;
  const bool IsMemory = IsTarget || All[Parent].IsMemory;
  All.push_back({Step, Parent, IsMemory, {}});
  All[Parent].Children.push_back(ID);
  if (Step.How == PlaceStep::Field && IsMemory)
    Fields[Step.Decl].push_back(ID);
  if (IsTarget || Step.How == PlaceStep::Index)
    Targets.push_back(ID);
  return ID;
}

std::optional<PlaceID> Places::find(PlaceID Parent, PlaceStep Step) const {
  const auto At =
      Known.find(Key{{Parent, Step.How}, {Step.Decl, Step.Position}});
  if (At == Known.end())
    return std::nullopt;
  return At->second;
}

llvm::ArrayRef<PlaceID> Places::memoryFields(const ValueDecl *F) const {
  const auto Found = Fields.find(F);
  return Found == Fields.end() ? llvm::ArrayRef<PlaceID>() : Found->second;
}

void Places::forEachBelow(PlaceID ID,
                          llvm::function_ref<void(PlaceID)> Do) const {
  for (PlaceID Child : All[ID].Children) {
    Do(Child);
    forEachBelow(Child, Do);
  }
}

std::optional<PlaceID> Places::namedDeclaration(const ValueDecl *D) {
  if (const auto *Binding = dyn_cast<BindingDecl>(D))
    return Binding->getBinding() ? named(Binding->getBinding()) : std::nullopt;
  const auto *Var = dyn_cast<VarDecl>(D);
  if (!Var || isUnstable(Var->getType().getNonReferenceType()))
    return std::nullopt;
  if (const Expr *Target = Exposed.aliasedLValue(Var);
      Target && Var->getType()->isReferenceType())
    return named(Target);
  const PlaceID ID = variable(Var);
  if (Var->getType()->isReferenceType())
    return child(ID, {PlaceStep::Deref});
  return ID;
}

std::optional<PlaceID> Places::member(const MemberExpr *E) {
  const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
  if (!Field)
    return namedDeclaration(E->getMemberDecl());
  if (Field->getParent()->isUnion() || isUnstable(E->getType()))
    return std::nullopt;
  const auto Base =
      E->isArrow() ? pointedTo(E->getBase()) : named(E->getBase());
  if (!Base)
    return std::nullopt;
  return child(*Base, {PlaceStep::Field, Field});
}

std::optional<PlaceID> Places::subscript(const ArraySubscriptExpr *E) {
  Expr::EvalResult Result;
  if (isUnstable(E->getType()) || E->getIdx()->isValueDependent() ||
      !E->getIdx()->EvaluateAsInt(Result, Context))
    return std::nullopt;
  const llvm::APSInt Index = Result.Val.getInt();
  if (Index.getSignificantBits() > 32)
    return std::nullopt;
  const Expr *Base = stripPointerCasts(E->getBase());
  if (const auto *Decay = dyn_cast<ImplicitCastExpr>(Base);
      Decay && Decay->getCastKind() == CK_ArrayToPointerDecay) {
    const auto Array = named(Decay->getSubExpr());
    if (!Array)
      return std::nullopt;
    return child(*Array, {PlaceStep::Index, nullptr,
                          static_cast<uint64_t>(Index.getExtValue())});
  }
  // A pointer may be one to the middle of an array: only p[0] is *p for sure.
  return Index == 0 ? pointedTo(E->getBase()) : std::nullopt;
}

std::optional<PlaceID> Places::named(const Expr *E) {
  E = stripLValue(E);
  if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
    return namedDeclaration(Reference->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return member(Member);
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return subscript(Subscript);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_Deref && !isUnstable(E->getType()))
    return pointedTo(Unary->getSubExpr());
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->getOpcode() == BO_Comma)
      return named(Binary->getRHS());
    if (Binary->getOpcode() == BO_Assign)
      return named(Binary->getLHS());
  }
  return std::nullopt;
}

std::optional<PlaceID> Places::pointedTo(const Expr *E) {
  E = stripPointerCasts(E);
  if (isa<CXXThisExpr>(E)) {
    const auto [At, New] = Known.try_emplace(
        Key{{~0u, PlaceStep::This}, {nullptr, 0}}, All.size());
    if (New)
      All.push_back({{PlaceStep::This}, std::nullopt, false, {}});
    return child(At->second, {PlaceStep::Deref});
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    return named(Unary->getSubExpr());
  const auto *Cast = dyn_cast<CastExpr>(E);
  if (!Cast)
    return std::nullopt;
  if (Cast->getCastKind() == CK_ArrayToPointerDecay) {
    const auto Array = named(Cast->getSubExpr());
    if (!Array)
      return std::nullopt;
    return child(*Array, {PlaceStep::Index});
  }
  if (Cast->getCastKind() != CK_LValueToRValue)
    return std::nullopt;
  if (const auto *Reference =
          dyn_cast<DeclRefExpr>(stripLValue(Cast->getSubExpr())))
    if (const auto *Var = dyn_cast<VarDecl>(Reference->getDecl()))
      if (const Expr *Target = Exposed.aliasedLValue(Var))
        return named(Target);
  const auto Pointer = named(Cast->getSubExpr());
  if (!Pointer)
    return std::nullopt;
  return child(*Pointer, {PlaceStep::Deref});
}

} // namespace immortal::freshness
