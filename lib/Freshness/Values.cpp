// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FactBuilder: the values that an expression may have.

#include "CAPI/PrivateNames.h"
#include "CAPI/ReferenceCount.h"
#include "Freshness/FactBuilder.h"
#include "Freshness/Layouts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace immortal::freshness {

/// Deeper expressions than this are not looked into.
static constexpr unsigned MaxDepth = 64;

static void add(Value &To, Source S) {
  if (!llvm::is_contained(To, S))
    To.push_back(S);
}

OriginID FactBuilder::originOf(const void *Key, const Expr *Where,
                               StateSet First, capi::TypeKey Type) {
  const auto [At, New] =
      Origins.try_emplace(Key, static_cast<OriginID>(Result.Origins.size()));
  if (New)
    Result.Origins.push_back({Where, nullptr, false, First, Type});
  return At->second;
}

Value FactBuilder::valueOf(const Expr *E) {
  Value Result;
  addValues(E, Result, 0);
  return Result;
}

Value FactBuilder::addressOf(const Expr *LValue) {
  Value Result;
  addAddress(LValue, Result);
  return Result;
}

static bool isNullPointer(const Expr *E, const ASTContext &Context) {
  return E->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                  Expr::NPC_ValueDependentIsNotNull) ||
         (isa<CXXScalarValueInitExpr>(E) && E->getType()->isPointerType());
}

/// As stripPointerCasts, and out of a default argument.
static const Expr *stripToValue(const Expr *E) {
  E = stripPointerCasts(E);
  const auto *Default = dyn_cast<CXXDefaultArgExpr>(E);
  return Default ? stripPointerCasts(Default->getExpr()) : E;
}

/// The global of that name in the tables.
static std::optional<capi::ReturnInfo> knownGlobal(const Expr *LValue,
                                                   capi::VersionRange When) {
  const auto *Reference = dyn_cast<DeclRefExpr>(stripLValue(LValue));
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || !Var->hasExternalFormalLinkage() || !Var->getIdentifier() ||
      !Var->getDeclContext()->getRedeclContext()->isTranslationUnit())
    return std::nullopt;
  return capi::findGlobal(Var->getName(), When);
}

StateSet stateOf(capi::Returns What) {
  switch (What) {
  case capi::Returns::Fresh:
    return State::Unique;
  case capi::Returns::NotUnique:
    return State::NotUnique;
  case capi::Returns::MaybeShared:
    return State::MaybeShared;
  case capi::Returns::Borrowed:
    return State::Borrowed;
  case capi::Returns::Immortal:
    return State::Immortal;
  case capi::Returns::Memory:
    return State::Memory;
  default:
    return State::Escaped;
  }
}

OriginID FactBuilder::globalOrigin(const Expr *Where, const Expr *LValue,
                                   const capi::ReturnInfo &Known) {
  const auto *Reference = cast<DeclRefExpr>(stripLValue(LValue));
  return originOf(Reference->getDecl()->getCanonicalDecl(), Where,
                  stateOf(Known.What), Known.Type);
}

/// The values of what is one of several expressions, or the last of several.
bool FactBuilder::addChoices(const Expr *E, Value &To, unsigned Depth) {
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    addValues(Choice->getTrueExpr(), To, Depth + 1);
    addValues(Choice->getFalseExpr(), To, Depth + 1);
    return true;
  }
  if (const auto *Choice = dyn_cast<BinaryConditionalOperator>(E)) {
    addValues(Choice->getCommon(), To, Depth + 1);
    addValues(Choice->getFalseExpr(), To, Depth + 1);
    return true;
  }
  const auto *Block = dyn_cast<StmtExpr>(E);
  if (!Block || Block->getSubStmt()->body_empty())
    return false;
  const auto *Last = dyn_cast<Expr>(Block->getSubStmt()->body_back());
  if (Last)
    addValues(Last, To, Depth + 1);
  return Last != nullptr;
}

void FactBuilder::addValues(const Expr *E, Value &To, unsigned Depth) {
  if (Depth > MaxDepth)
    return add(To, {Source::Unknown});
  if (isNullPointer(E, Context))
    return add(To, {Source::Null});
  E = stripToValue(E);
  if (isNullPointer(E, Context))
    return add(To, {Source::Null});
  if (AllOwners.isOwner(E->getType()) && !E->isGLValue())
    return addOwner(stripToTemporary(E), To, Depth);
  if (E->isGLValue()) {
    if (const auto Place = AllPlaces.named(E))
      return add(To, {Source::InPlace, *Place});
    return add(To, {Source::Unknown});
  }
  if (addChoices(E, To, Depth))
    return;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->getOpcode() == BO_Comma)
      return addValues(Binary->getRHS(), To, Depth + 1);
    if (Binary->getOpcode() == BO_Assign) {
      if (const auto Place = AllPlaces.named(Binary->getLHS()))
        return add(To, {Source::InPlace, *Place});
      return addValues(Binary->getRHS(), To, Depth + 1);
    }
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return addCall(Call, To, Depth);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    return addAddress(Unary->getSubExpr(), To);
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    if (Cast->getCastKind() == CK_ArrayToPointerDecay)
      return addAddress(Cast->getSubExpr(), To);
    if (Cast->getCastKind() == CK_LValueToRValue) {
      if (const auto Global = knownGlobal(Cast->getSubExpr(), Calls.versions()))
        return add(To, {Source::FromOrigin,
                        globalOrigin(E, Cast->getSubExpr(), *Global)});
      if (const auto Lent = lentState(Cast->getSubExpr()))
        return add(To, {Source::FromOrigin,
                        originOf(E, E, *Lent, capi::TypeKey::Any)});
      if (const auto Place = AllPlaces.named(Cast->getSubExpr()))
        return add(To, {Source::InPlace, *Place});
    }
  }
  add(To, {Source::Unknown});
}

/// What a new owner holds: its constructor or call said so.
void FactBuilder::addOwner(const Expr *E, Value &To, unsigned Depth) {
  if (addChoices(E, To, Depth))
    return;
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    if (List->getNumInits() == 0)
      return add(To, {Source::Null});
    return List->getNumInits() == 1 ? addValues(List->getInit(0), To, Depth + 1)
                                    : add(To, {Source::Unknown});
  }
  if (isa<CallExpr, CXXConstructExpr>(E))
    return add(To, {Source::InPlace, AllPlaces.temporary(E)});
  add(To, {Source::Unknown});
}

void FactBuilder::addCall(const CallExpr *Call, Value &To, unsigned Depth) {
  if (AllOwners.describe(*Call))
    return add(To, {Source::InPlace, AllPlaces.temporary(Call)});
  addReturned(Call, To, Depth);
}

void FactBuilder::addReturned(const CallExpr *Call, Value &To, unsigned Depth) {
  const CallEffects &Effects = Calls.describe(*Call);
  if (!AllOwners.holdsObject(Call->getType()))
    return add(To, {Source::Unknown});
  StateSet First = State::Escaped;
  capi::ReturnInfo Returns{capi::Returns::Nothing, capi::TypeKey::Any,
                           capi::Failure::Null};
  if (Effects.IsKnown) {
    Returns = Effects.Returns;
    if (Returns.What == capi::Returns::NullAlways)
      return add(To, {Source::Null});
    if ((Returns.What == capi::Returns::FirstArgument ||
         Returns.What == capi::Returns::NewReferenceToFirstArgument) &&
        Call->getNumArgs() > Effects.ReturnedArgument)
      return addValues(Call->getArg(Effects.ReturnedArgument), To, Depth + 1);
    First = stateOf(Returns.What);
  }
  // Only of a new object is it sure that it is not NULL.
  if (Returns.Fails == capi::Failure::Null ||
      (Returns.What != capi::Returns::Fresh &&
       Returns.What != capi::Returns::NotUnique))
    First |= State::Null;
  add(To, {Source::FromOrigin, originOf(Call, Call, First, Returns.Type)});
}

/// What the count that \p Init, of \p Field, gives a static object makes of
/// it; std::nullopt if it gives none, or one that cannot be told.
static std::optional<State> stateByCount(const Expr *Init,
                                         const FieldDecl *Field,
                                         const ASTContext &Context) {
  const capi::CountField *Row =
      Field ? capi::findCountField(Field->getName()) : nullptr;
  if (Row && Row->Part == capi::FieldPart::Count &&
      isa_and_nonnull<ImplicitValueInitExpr>(Init))
    return State::ZeroStatic;
  Expr::EvalResult Count;
  if (Row && Init && !Init->isValueDependent() &&
      Init->EvaluateAsInt(Count, Context)) {
    const uint64_t Value = Count.Val.getInt().getZExtValue();
    if (Row->Part == capi::FieldPart::LocalCount)
      // The owner and the shared count are 0 then.
      return Value == 0            ? State::ZeroStatic
             : Value == UINT32_MAX ? State::Immortal
                                   : State::Escaped;
    if (Row->Part == capi::FieldPart::Count)
      return Value == 0 ? State::ZeroStatic
             : capi::meaningOfCount(Value, capi::NewestKnown,
                                    capi::Build::GIL) ==
                     capi::CountMeaning::Immortal
                 ? State::Immortal
                 : State::Escaped;
  }
  const auto *List = dyn_cast_or_null<InitListExpr>(Init);
  const RecordDecl *Record =
      List ? List->getType()->getAsRecordDecl() : nullptr;
  if (!Record)
    return std::nullopt;
  if (const FieldDecl *Member = List->getInitializedFieldInUnion())
    return List->getNumInits() == 1
               ? stateByCount(List->getInit(0), Member, Context)
               : std::nullopt;
  for (const FieldDecl *Next : Record->fields())
    if (Next->getFieldIndex() < List->getNumInits())
      if (const auto Found =
              stateByCount(List->getInit(Next->getFieldIndex()), Next, Context))
        return Found;
  return std::nullopt;
}

/// What is true of an object in the variable \p Var, not behind a pointer.
static StateSet stateOfVariable(const VarDecl &Var, bool IsWhole,
                                capi::VersionRange When,
                                const ASTContext &Context) {
  if (Var.hasLocalStorage())
    return State::Embedded;
  const VarDecl *Definition = Var.getDefinition();
  if (!Definition)
    Definition = Var.getActingDefinition();
  if (!Definition || !IsWhole)
    return State::Escaped;
  const Expr *Init = Definition->getAnyInitializer();
  if (!Init || isa<CXXConstructExpr>(Init))
    return Init && !cast<CXXConstructExpr>(Init)->getConstructor()->isTrivial()
               ? State::Escaped
               : State::ZeroStatic;
  const State Given =
      stateByCount(Init, nullptr, Context).value_or(State::Escaped);
  if (Given != State::Immortal)
    return Given;
  // PyObject_HEAD_INIT makes immortal since 3.13; on 3.12 it depends on
  // Py_BUILD_CORE, before it does not.
  if (capi::VersionRange::minor(When.First) >= capi::py(3, 13))
    return State::Immortal;
  return StateSet(State::Immortal) | State::Escaped;
}

void FactBuilder::addAddress(const Expr *LValue, Value &To) {
  const Expr *E = stripLValue(LValue);
  bool IsWhole = true;
  const auto Unknown = [&] { add(To, {Source::Unknown}); };
  while (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return Unknown();
    IsWhole &= offsetOf(*Field, Context) == 0;
    if (Member->isArrow()) {
      // The first field's address is the object's.
      if (IsWhole)
        return addValues(Member->getBase(), To, 1);
      return add(
          To, {Source::FromOrigin,
               originOf(LValue, LValue, State::Embedded, capi::TypeKey::Any)});
    }
    E = stripLValue(Member->getBase());
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_Deref)
    return IsWhole ? addValues(Unary->getSubExpr(), To, 1) : Unknown();
  if (const auto Global = knownGlobal(E, Calls.versions()); Global && IsWhole)
    return add(To, {Source::FromOrigin, globalOrigin(LValue, E, *Global)});
  const auto *Reference = dyn_cast<DeclRefExpr>(E);
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || Var->getType()->isReferenceType())
    return Unknown();
  add(To, {Source::FromOrigin,
           originOf(IsWhole ? static_cast<const void *>(Var) : LValue, LValue,
                    stateOfVariable(*Var, IsWhole, Calls.versions(), Context),
                    capi::TypeKey::Acceptable)});
}

} // namespace immortal::freshness
