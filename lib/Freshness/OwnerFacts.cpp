// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FactBuilder: what constructors, destructors and other members of owners do.

#include "Freshness/FactBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using immortal::capi::Effect;

namespace immortal::freshness {

void FactBuilder::addOwners() {
  const auto Add = [&](PlaceID Place, const ParmVarDecl *Variable) {
    addParameter(Place,
                 {nullptr, Variable, Variable == nullptr,
                  StateSet(State::Escaped) | State::Null, capi::TypeKey::Any});
    Result.Owners.push_back(
        {Place, Variable ? Variable->getFunctionScopeIndex() + 1 : 0});
  };
  // A constructor's owner holds nothing yet.
  if (isa<CXXConstructorDecl>(Function))
    Result.Owners.push_back({AllPlaces.thisObject(), 0});
  else
    Add(AllPlaces.thisObject(), nullptr);
  for (const ParmVarDecl *Parameter : Function.parameters()) {
    const QualType Type = Parameter->getType();
    if (!AllOwners.isOwner(Type.getNonReferenceType()))
      continue;
    const PlaceID Variable = AllPlaces.variable(Parameter);
    Add(Type->isReferenceType() ? AllPlaces.child(Variable, {PlaceStep::Deref})
                                : Variable,
        Parameter);
  }
}

FactBuilder::OwnerArgument FactBuilder::ownerArgument(const Expr *E) {
  OwnerArgument Result;
  if (!E)
    return Result;
  const bool IsArrow = !E->isGLValue() && E->getType()->isPointerType() &&
                       AllOwners.isOwner(E->getType()->getPointeeType());
  if (IsArrow) {
    Result.Place = AllPlaces.pointedTo(E);
  } else if (E->isGLValue()) {
    Result.Place = AllPlaces.named(E);
  } else if (AllOwners.holdsObject(E->getType())) {
    Result.Held = valueOf(E);
    const bool IsOwner = AllOwners.isOwner(E->getType());
    if (IsOwner && Result.Held.size() == 1 &&
        Result.Held[0].What == Source::InPlace)
      Result.Place = Result.Held[0].ID;
    return Result;
  }
  if (Result.Place)
    Result.Held = {{Source::InPlace, *Result.Place}};
  else
    Result.Held = IsArrow ? Value{{Source::Unknown}} : valueOf(E);
  return Result;
}

/// Whether the effects hold for these arguments: each owner that changes is
/// known, and no other slot is the same owner.
bool FactBuilder::areApart(const OwnerEffects &Effects,
                           llvm::ArrayRef<OwnerArgument> Slots) {
  for (unsigned I = 0; I < Slots.size(); ++I) {
    if (!Slots[I].Place && Effects.Slots[I].Then != OwnerSlot::Same)
      return false;
    for (unsigned J = 0; J < I; ++J)
      if (Slots[I].Place && Slots[I].Place == Slots[J].Place)
        return false;
  }
  return true;
}

/// What the arguments hold, also when some of them have changed.
llvm::SmallVector<Value, 3>
FactBuilder::holdBefore(const OwnerEffects &Effects,
                        llvm::ArrayRef<OwnerArgument> Slots,
                        const Expr &Whole) {
  const bool AnyChanges =
      llvm::any_of(Effects.Slots, [](const OwnerSlot &Slot) {
        return Slot.Then != OwnerSlot::Same;
      });
  llvm::SmallVector<Value, 3> Result;
  for (unsigned I = 0; I < Slots.size(); ++I) {
    Result.push_back(Slots[I].Held);
    if (!AnyChanges || Slots[I].Held.empty())
      continue;
    const PlaceID Old = AllPlaces.temporary(&Whole, I + 1);
    assign(Old, Slots[I].Held, Whole);
    Result.back() = {{Source::InPlace, Old}};
  }
  return Result;
}

void FactBuilder::applyOwner(const OwnerEffects &Effects,
                             llvm::ArrayRef<OwnerArgument> Slots,
                             const Expr &Whole) {
  // An exception runs destructors on ways that the CFG does not have.
  const bool IsSure = areApart(Effects, Slots) && !Exposed.hasHandlers();
  const auto Before = holdBefore(Effects, Slots, Whole);
  for (unsigned I = 0; I < Slots.size(); ++I)
    if (!IsSure || Effects.Slots[I].OnObject == Effect::Unknown)
      apply(Event::Escape, Before[I], Whole);
    else if (Effects.Slots[I].OnObject == Effect::Increfs)
      apply(Event::Incref, Before[I], Whole);
  const Value Unknown = {{Source::Unknown}};
  for (unsigned I = 0; I < Slots.size(); ++I) {
    const OwnerSlot &Slot = Effects.Slots[I];
    if (IsSure && Slot.OnObject == Effect::Releases)
      apply(Event::Decref, Before[I], Whole);
    if (!Slots[I].Place || Slot.Then == OwnerSlot::Same)
      continue;
    if (!IsSure)
      assign(*Slots[I].Place, Unknown, Whole);
    else if (Slot.Then == OwnerSlot::Null)
      assign(*Slots[I].Place, {{Source::Null}}, Whole);
    else
      assign(*Slots[I].Place, Before[Slot.From], Whole);
  }
  if (Effects.RunsCode || !IsSure)
    runCode(Whole);
  if (AllOwners.holdsObject(Whole.getType()) && isa<CallExpr>(Whole) &&
      !Whole.isGLValue())
    assign(AllPlaces.temporary(&Whole),
           IsSure && Effects.Returns == OwnerEffects::Object
               ? Before[Effects.ReturnedSlot]
               : Unknown,
           Whole);
}

bool FactBuilder::visitOwnerCall(const CallExpr &Call) {
  const OwnerEffects *Effects = AllOwners.describe(Call);
  if (!Effects)
    return false;
  llvm::SmallVector<OwnerArgument, 3> Slots;
  for (unsigned I = 0; I < Effects->Slots.size(); ++I)
    Slots.push_back(ownerArgument(Owners::slot(Call, I)));
  applyOwner(*Effects, Slots, Call);
  return true;
}

void FactBuilder::visitConstruct(const CXXConstructExpr &Construct) {
  const OwnerEffects *Effects = AllOwners.describe(Construct);
  if (!Effects) {
    visitOther(Construct);
    if (AllOwners.isOwner(Construct.getType()))
      assign(AllPlaces.temporary(&Construct), {{Source::Unknown}}, Construct);
    return;
  }
  llvm::SmallVector<OwnerArgument, 3> Slots;
  Slots.push_back({AllPlaces.temporary(&Construct), {}});
  for (unsigned I = 1; I < Effects->Slots.size(); ++I)
    Slots.push_back(ownerArgument(
        I <= Construct.getNumArgs() ? Construct.getArg(I - 1) : nullptr));
  applyOwner(*Effects, Slots, Construct);
}

void FactBuilder::visitInitializer(const CXXCtorInitializer &Initializer) {
  const Expr *Init = Initializer.getInit();
  if (!Init)
    return;
  const FieldDecl *Field = Initializer.getAnyMember();
  const bool IsOwn =
      Field ? AllOwners.isHeld(*Field) : AllOwners.isOwner(Init->getType());
  if (!IsOwn || Init->isGLValue())
    return escape(Init, *Init);
  assign(AllPlaces.thisObject(), valueOf(Init), *Init);
}

/// What is inside the place, or led to from there.
void FactBuilder::escapeBelow(PlaceID Place, const Stmt &Where) {
  apply(Event::Escape, {{Source::InPlace, Place}}, Where);
  AllPlaces.forEachBelow(Place, [&](PlaceID Inner) {
    apply(Event::Escape, {{Source::InPlace, Inner}}, Where);
  });
}

void FactBuilder::endOwner(const CXXRecordDecl &Class, PlaceID Place,
                           const Stmt &Where) {
  const OwnerEffects *Effects = AllOwners.destruction(Class);
  const Value Held = {{Source::InPlace, Place}};
  const bool IsSure = Effects && !Exposed.hasHandlers();
  if (!IsSure || Effects->Slots[0].OnObject == Effect::Unknown)
    apply(Event::Escape, Held, Where);
  else if (Effects->Slots[0].OnObject == Effect::Releases)
    apply(Event::Decref, Held, Where);
  else if (Effects->Slots[0].OnObject == Effect::Increfs)
    apply(Event::Incref, Held, Where);
  if (!IsSure || Effects->RunsCode)
    runCode(Where);
}

/// The end of a variable, a temporary, or a part of *this.
void FactBuilder::visitEnd(const CFGElement &Element) {
  const Stmt *Where = Function.getBody();
  QualType Type;
  std::optional<PlaceID> Place;
  if (const auto End = Element.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl &Var = *End->getVarDecl();
    Where = End->getTriggerStmt();
    Type = Var.getType().getNonReferenceType();
    Place = AllPlaces.variable(&Var);
    // The CFG of the caller has the end of this one as well.
    if (isa<ParmVarDecl>(Var) && AllOwners.isOwner(Type))
      return;
    if (Var.getType()->isReferenceType()) {
      const Expr *Kept = Exposed.aliasedLValue(&Var);
      Place = Kept ? AllPlaces.named(Kept) : std::nullopt;
    }
  } else if (const auto End = Element.getAs<CFGTemporaryDtor>()) {
    const CXXBindTemporaryExpr &Temporary = *End->getBindTemporaryExpr();
    Where = &Temporary;
    Type = Temporary.getType();
    Place = AllPlaces.temporary(stripToTemporary(&Temporary));
  } else if (const auto End = Element.getAs<CFGBaseDtor>()) {
    Type = End->getBaseSpecifier()->getType();
    Place = AllPlaces.thisObject();
  }
  const CXXRecordDecl *Class =
      Type.isNull() ? nullptr : Type->getAsCXXRecordDecl();
  if (Class && Place && AllOwners.isOwner(Class))
    return endOwner(*Class, *Place, *Where);
  if (Place)
    escapeBelow(*Place, *Where);
  runCode(*Where);
}

} // namespace immortal::freshness
