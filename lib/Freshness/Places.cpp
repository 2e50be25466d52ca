// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Places.h"
#include "Freshness/Exposure.h"
#include "Freshness/Owners.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"

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
  case CK_UserDefinedConversion:
    return true;
  default:
    return false;
  }
}

/// std::move and the like: names for the same lvalue.
static bool isCastFunction(const CallExpr &Call) {
  switch (Call.getBuiltinCallee()) {
  case Builtin::BImove:
  case Builtin::BImove_if_noexcept:
  case Builtin::BIforward:
  case Builtin::BIas_const:
    return Call.getNumArgs() == 1 && Call.getArg(0)->isGLValue();
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
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return isCastFunction(*Call) ? Call->getArg(0) : E;
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

Places::Places(const FunctionDecl &Function, const Exposure &Exposed,
               const Owners &AllOwners, bool OfOwner)
    : Function(Function), Context(Function.getASTContext()), Exposed(Exposed),
      AllOwners(AllOwners), OfOwner(OfOwner) {}

bool Places::isSeenByOthers(const VarDecl &Var) const {
  if (!Var.hasLocalStorage() || Var.isInitCapture() || Exposed.isExposed(&Var))
    return true;
  // What a lambda captures is a variable of another function.
  const auto *Owner = dyn_cast_or_null<Decl>(Var.getParentFunctionOrMethod());
  if (!Owner || Owner->getCanonicalDecl() != Function.getCanonicalDecl())
    return true;
  // The caller destroys what it passes, when the function has returned.
  return !OfOwner && isa<ParmVarDecl>(Var) && AllOwners.isOwner(Var.getType());
}

PlaceID Places::variable(const VarDecl *Var) {
  Var = Var->getCanonicalDecl();
  const PlaceStep Step{PlaceStep::Variable, Var};
  const auto [At, New] = Known.try_emplace(Key{{~0u, Step.How}, {Var, 0}},
                                           static_cast<PlaceID>(All.size()));
  if (New) {
    Place P{Step, std::nullopt, false, {}};
    P.IsMemory = isSeenByOthers(*Var);
    All.push_back(std::move(P));
  }
  return At->second;
}

PlaceID Places::thisObject() {
  const auto [At, New] =
      Known.try_emplace(Key{{~0u, PlaceStep::This}, {nullptr, 0}}, All.size());
  if (New)
    All.push_back({{PlaceStep::This}, std::nullopt, false, {}});
  return child(At->second, {PlaceStep::Deref});
}

PlaceID Places::temporary(const Expr *E, unsigned Number) {
  const PlaceStep Step{PlaceStep::Temporary, nullptr,
                       reinterpret_cast<uintptr_t>(E)};
  const auto [At, New] = Known.try_emplace(
      Key{{~0u - Number, Step.How}, {nullptr, Step.Position}}, All.size());
  if (New)
    All.push_back({Step, std::nullopt, false, {}});
  return At->second;
}

PlaceID Places::field(PlaceID Parent, const FieldDecl &Field) {
  return AllOwners.isHeld(Field) ? Parent
                                 : child(Parent, {PlaceStep::Field, &Field});
}

/// Whether what \p Parent leads to is an owner that a member of its class has
/// to itself.
bool Places::isOwnersOwn(PlaceID Parent) const {
  if (!OfOwner)
    return false;
  const Place &P = All[Parent];
  if (P.Last.How == PlaceStep::This)
    return true;
  const auto *Var = dyn_cast_or_null<ParmVarDecl>(P.Last.Decl);
  return Var && P.Last.How == PlaceStep::Variable && !P.IsMemory &&
         Var->getType()->isReferenceType() &&
         AllOwners.isOwner(Var->getType().getNonReferenceType());
}

PlaceID Places::child(PlaceID Parent, PlaceStep Step) {
  const auto [At, New] =
      Known.try_emplace(Key{{Parent, Step.How}, {Step.Decl, Step.Position}},
                        static_cast<PlaceID>(All.size()));
  if (!New)
    return At->second;
  const PlaceID ID = At->second;
  const bool IsTarget = Step.How == PlaceStep::Deref && !isOwnersOwn(Parent);
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
  if (!Var || isUnstable(Var->getType().getNonReferenceType()) ||
      Exposed.isReadInPieces(Var))
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
  return field(*Base, *Field);
}

/// The place that a call returns a reference to.
std::optional<PlaceID> Places::returned(const CallExpr &Call) {
  unsigned Slot = 0;
  if (!AllOwners.returnsReference(Call, Slot))
    return std::nullopt;
  const Expr *Of = Owners::slot(Call, Slot);
  if (!Of)
    return std::nullopt;
  return Of->isGLValue() ? named(Of) : pointedTo(Of);
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
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return returned(*Call);
  if (isa<MaterializeTemporaryExpr>(E) && AllOwners.isOwner(E->getType())) {
    const Expr *Made = stripToTemporary(E);
    if (isa<CallExpr, CXXConstructExpr>(Made))
      return temporary(Made);
  }
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
  if (isa<CXXThisExpr>(E))
    return thisObject();
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
