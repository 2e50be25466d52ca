// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// FactBuilder: what calls do.

#include "Freshness/FactBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using immortal::capi::Effect;

namespace immortal::freshness {

/// Whether \p Call does nothing but run methods of its arguments, which then
/// has its fact.
bool FactBuilder::runMethods(const CallExpr &Call, const CallEffects &Effects) {
  if (!llvm::is_contained(Effects.Arguments, Effect::RunsMethods))
    return false;
  Value Own, Others;
  for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
    const Expr *Argument = Call.getArg(I);
    if (!Argument->isGLValue() && !Argument->getType()->isPointerType())
      continue;
    const bool IsOwn = Effects.on(I) == Effect::RunsMethods;
    if ((!IsOwn && Effects.on(I) != Effect::Looks) || Argument->isGLValue() ||
        pointsToVariables(Argument))
      return false;
    // Its text is no object.
    if (!Argument->getType()->getPointeeType()->isAnyCharacterType())
      llvm::append_range(IsOwn ? Own : Others, valueOf(Argument));
  }
  if (Own.empty())
    return false;
  const uint32_t NumOwn = Own.size();
  llvm::append_range(Own, Others);
  emit(Fact::RunMethods, Own, Call).Target = NumOwn;
  return true;
}

void FactBuilder::visitCall(const CallExpr &Call) {
  if (stripLValue(&Call) != &Call || visitOwnerCall(Call))
    return;
  const CallEffects &Effects = Calls.describe(Call);
  if (Call.getBuiltinCallee() == Builtin::BI__builtin_expect ||
      Call.getBuiltinCallee() == Builtin::BI__builtin_unreachable)
    return;
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call))
    if (const Expr *Object = Method->getImplicitObjectArgument())
      escape(Object, Call);
  // An exception may leave a body anywhere: what it does is known in full only
  // where none is caught.
  const bool IsInterrupted = Effects.IsSummary && Exposed.hasHandlers();
  const bool RunsMethods = runMethods(Call, Effects);
  for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
    if (Effects.on(I) != Effect::Initializes &&
        !(RunsMethods && Effects.on(I) == Effect::RunsMethods))
      applyEffect(Call, I, Effects.on(I));
    if (IsInterrupted)
      applyEffect(Call, I, Effect::Unknown);
  }
  if (!Effects.IsQuiet && !RunsMethods)
    runCode(Call);
  // Before that it was no object for anybody.
  for (unsigned I = 0; I < Call.getNumArgs(); ++I)
    if (Effects.on(I) == Effect::Initializes)
      applyEffect(Call, I,
                  Effects.MayInitializeRefused ? Effect::Unknown
                                               : Effect::Initializes);
  if (Effects.Immortal != Immortalizes::No)
    apply(Effects.Immortal == Immortalizes::Always ? Event::ForceImmortal
                                                   : Event::Immortalize,
          valueOf(Call.getArg(Effects.ImmortalArgument)), Call);
  if (Effects.Removes)
    emit(Fact::Removal, {}, Call);
  Value Returned;
  addReturned(&Call, Returned, 0);
  if (Returned.size() == 1 && Returned[0].What == Source::FromOrigin &&
      Result.Origins[Returned[0].ID].Where == &Call)
    emit(Fact::Create, {}, Call).Target = Returned[0].ID;
  noteContainers(Call, Effects, Returned);
  if (AllOwners.isOwner(Call.getType()) && !Call.isGLValue())
    assign(AllPlaces.temporary(&Call), Returned, Call);
}

static std::optional<Event> eventOf(Effect What) {
  switch (What) {
  case Effect::Looks:
    return std::nullopt;
  case Effect::Increfs:
    return Event::Incref;
  case Effect::Keeps:
    return Event::Keep;
  case Effect::Steals:
  case Effect::StealsOnSuccess:
    return Event::Steal;
  case Effect::Releases:
    return Event::Decref;
  case Effect::PublishesWithoutReference:
    return Event::Store;
  case Effect::WeaklyReferences:
    return Event::WeaklyReference;
  case Effect::DefersCount:
    return Event::DeferCount;
  case Effect::Initializes:
    return Event::Initialize;
  case Effect::Frees:
    return Event::Free;
  default:
    return Event::Escape;
  }
}

/// Whether the effect is one that a call has on success only.
static bool needsSuccess(Effect What) {
  return What == Effect::Keeps || What == Effect::StealsOnSuccess;
}

/// Whether the object has one more reference afterwards, or one that is a
/// container's.
static bool isKept(Effect What) {
  return needsSuccess(What) || What == Effect::Steals;
}

/// By which way out of the block the effects of \p Call that need its success
/// are known to have come about.
uint16_t FactBuilder::edgeOfSuccess(const CallExpr &Call) const {
  if (Calls.describe(Call).Returns.Fails == capi::Failure::Never)
    return Fact::Surely;
  if (Tested.Call == &Call)
    return Tested.SuccessEdge;
  // Who does not look at the result counts on success.
  return Results->isDiscarded(Call) ? Fact::Surely : Fact::Perhaps;
}

/// Which objects the containers among the arguments, or the result, keep.
void FactBuilder::noteContainers(const CallExpr &Call,
                                 const CallEffects &Effects,
                                 const Value &Returned) {
  if (llvm::none_of(Effects.Arguments, isKept))
    return;
  Value Kept, Containers = Returned;
  for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
    const Expr *Argument = Call.getArg(I);
    if (Argument->isGLValue() || !Argument->getType()->isPointerType() ||
        pointsToVariables(Argument))
      continue;
    if (isKept(Effects.on(I)))
      llvm::append_range(Kept, valueOf(Argument));
    else if (Effects.on(I) == Effect::Looks ||
             Effects.on(I) == Effect::RunsMethods)
      llvm::append_range(Containers, valueOf(Argument));
  }
  const uint32_t NumKept = Kept.size();
  llvm::append_range(Kept, Containers);
  emit(Fact::KeptBy, Kept, Call).Target = NumKept;
}

void FactBuilder::applyEffect(const CallExpr &Call, unsigned Index,
                              Effect What) {
  const Expr *Argument = Call.getArg(Index);
  const bool IsOwner = AllOwners.isOwner(Argument->getType());
  if (!Argument->isGLValue() && !Argument->getType()->isPointerType() &&
      !IsOwner)
    return;
  const bool IsVariable = Argument->isGLValue() || pointsToVariables(Argument);
  if (Argument->isGLValue() && What != Effect::Looks) {
    escapeOwner(Argument, Call);
    escapeIfCounted(Argument, Call);
  }
  if (!IsVariable) {
    if (const auto Struct = AllPlaces.pointedTo(Argument))
      AllPlaces.forEachBelow(*Struct, [&](PlaceID Member) {
        emit(Fact::Smear, {}, Call).Target = Member;
      });
    if (const auto E = eventOf(What))
      if (Fact *F = apply(*E, valueOf(Argument), Call); F && needsSuccess(What))
        F->IfEdge = edgeOfSuccess(Call);
    return;
  }
  const auto Variable = Argument->isGLValue() ? AllPlaces.named(Argument)
                                              : AllPlaces.pointedTo(Argument);
  if (!Variable) {
    if (IsOwner)
      apply(Event::Escape, valueOf(Argument), Call);
    if (What != Effect::Looks)
      emit(Fact::SmearMemory, {}, Call);
    return;
  }
  // An array stands for its elements.
  if (AllPlaces[*Variable].Last.How == PlaceStep::Index)
    AllPlaces.forEachBelow(*AllPlaces[*Variable].Parent, [&](PlaceID Element) {
      if (AllPlaces[Element].Last.How == PlaceStep::Index)
        applyToVariable(Call, Index, Element, What);
    });
  else
    applyToVariable(Call, Index, *Variable, What);
}

void FactBuilder::applyToVariable(const CallExpr &Call, unsigned Index,
                                  PlaceID Variable, Effect What) {
  const Value Held = {{Source::InPlace, Variable}};
  const auto Become = [&](capi::ReturnInfo Info) {
    // One origin for each variable that the call sets.
    const OriginID New = originOf(Call.getArg(Index), Call.getArg(Index),
                                  stateOf(Info.What) | State::Null, Info.Type);
    emit(Fact::Create, {}, Call).Target = New;
    assign(Variable, {{Source::FromOrigin, New}}, Call);
  };
  switch (What) {
  case Effect::Clears:
    apply(Event::Decref, Held, Call);
    return assign(Variable, {{Source::Null}}, Call);
  case Effect::OutNew:
    for (const auto &[Argument, Info] : Calls.describe(Call).Outs)
      if (Argument == Index)
        return Become(Info);
    return Become({capi::Returns::MaybeShared});
  case Effect::OutBorrowed:
    return Become({capi::Returns::Borrowed});
  case Effect::Replaces:
    apply(Event::Escape, Held, Call);
    return Become({capi::Returns::MaybeShared});
  case Effect::Unknown:
    apply(Event::Escape, Held, Call);
    return assign(Variable, {{Source::Unknown}}, Call);
  default:
    if (const auto E = eventOf(What))
      if (Fact *F = apply(*E, Held, Call); F && needsSuccess(What))
        F->IfEdge = edgeOfSuccess(Call);
  }
}

} // namespace immortal::freshness
