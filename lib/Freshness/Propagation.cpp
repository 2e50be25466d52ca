// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Propagation.h"
#include "llvm/ADT/bit.h"

using namespace clang;

namespace immortal::freshness {

/// States in which nothing was lost yet.
static const StateSet Intact =
    StateSet(State::Unique) | State::Reachable | State::Memory | State::Null;

bool FlowState::join(const FlowState &Other) {
  bool Changed = false;
  for (unsigned I = 0; I < Places.size(); ++I) {
    Held &Mine = Places[I];
    const Held &Theirs = Other.Places[I];
    Changed |= (Theirs.Values & ~Mine.Values) != 0 ||
               (Theirs.Untested && !Mine.Untested);
    Mine.Values |= Theirs.Values;
    Mine.Untested |= Theirs.Untested;
  }
  for (unsigned I = 0; I < Objects.size(); ++I) {
    Changed |= !Other.Objects[I].isSubsetOf(Objects[I]);
    Objects[I] |= Other.Objects[I];
    if (!Losses[I])
      Losses[I] = Other.Losses[I];
  }
  return Changed;
}

std::optional<unsigned> Propagation::localPlace(PlaceID P) const {
  const auto Found = PlaceIndex.find(P);
  if (Found == PlaceIndex.end())
    return std::nullopt;
  return Found->second;
}

std::optional<unsigned> Propagation::localOrigin(OriginID O) const {
  const auto Found = OriginIndex.find(O);
  if (Found == OriginIndex.end())
    return std::nullopt;
  return Found->second;
}

static uint64_t bitOf(unsigned Object) {
  return uint64_t(1) << (Object + Held::FirstOrigin);
}

FlowState Propagation::atEntry() const {
  FlowState Start;
  Start.Places.assign(LocalPlaces.size(), Held{Held::Unknown, true});
  Start.Objects.resize(LocalOrigins.size());
  Start.Losses.resize(LocalOrigins.size());
  for (unsigned I = 0; I < LocalOrigins.size(); ++I) {
    // The others appear when their call is made.
    const Origin &From = Facts.Origins[LocalOrigins[I]];
    if (From.isGiven() || !isa<CallExpr>(From.Where))
      Start.Objects[I] = From.First;
  }
  for (const auto &[Place, Origin] : Facts.Parameters) {
    const auto P = localPlace(Place);
    if (!P)
      continue;
    const unsigned Object = *localOrigin(Origin);
    Start.Places[*P].Values = bitOf(Object);
    if ((Assumed.Parameter &&
         Facts.Origins[Origin].Variable == Assumed.Parameter) ||
        Assumed.UniqueOrigin == Origin)
      Start.Objects[Object] = StateSet(Assumed.Passed) | State::Null;
    if (AllPlaces[Place].IsMemory)
      Start.Objects[Object] = after(Event::Store, Start.Objects[Object]);
  }
  return Start;
}

Held Propagation::read(llvm::ArrayRef<Source> Of, const FlowState &In) const {
  Held Result;
  for (Source S : Of) {
    switch (S.What) {
    case Source::InPlace:
      if (const auto P = localPlace(S.ID)) {
        Result.Values |= In.Places[*P].Values;
        Result.Untested |= In.Places[*P].Untested;
        continue;
      }
      break;
    case Source::FromOrigin:
      Result.Untested = true;
      if (const auto O = localOrigin(S.ID)) {
        Result.Values |= bitOf(*O);
        continue;
      }
      break;
    case Source::Null:
      Result.Values |= Held::Null;
      Result.Untested = true;
      continue;
    case Source::Unknown:
    case Source::Uninitialized:
      break;
    }
    Result.Values |= Held::Unknown;
    Result.Untested = true;
  }
  return Result;
}

bool Propagation::mayBeNull(const Held &What, const FlowState &In) const {
  if (!What.Untested)
    return false;
  if (What.Values & (Held::Null | Held::Unknown))
    return true;
  for (unsigned I = 0; I < In.Objects.size(); ++I)
    if ((What.Values & bitOf(I)) && In.Objects[I].has(State::Null))
      return true;
  return false;
}

void Propagation::applyTo(unsigned Object, Event What, bool Surely,
                          const Stmt *Where, FlowState &In) const {
  StateSet &Now = In.Objects[Object];
  const StateSet Before = Now;
  Now = after(What, Before);
  if (!Surely)
    Now |= Before;
  if (Now.isSubsetOf(Intact))
    In.Losses[Object] = nullptr;
  else if (!In.Losses[Object] && Now != Before)
    In.Losses[Object] = Where;
}

void Propagation::runCode(const Stmt *Where, FlowState &In) const {
  for (unsigned I = 0; I < In.Objects.size(); ++I)
    applyTo(I, Event::RunCode, true, Where, In);
}

void Propagation::smearMemory(FlowState &In) const {
  for (unsigned I = 0; I < LocalPlaces.size(); ++I)
    if (AllPlaces[LocalPlaces[I]].IsMemory) {
      In.Places[I].Values |= Held::Unknown;
      In.Places[I].Untested = true;
    }
}

void Propagation::create(const Fact &F, FlowState &In) const {
  const auto Object = localOrigin(F.Target);
  if (!Object)
    return;
  // Who still holds the object of the last time holds something else now.
  for (Held &Place : In.Places)
    if (Place.Values & bitOf(*Object))
      Place.Values = (Place.Values & ~bitOf(*Object)) | Held::Unknown;
  In.Objects[*Object] = Facts.Origins[F.Target].First;
  In.Losses[*Object] = nullptr;
}

/// What the release of a container, or its way to code that is not known, means
/// for the objects that it kept.
void Propagation::endContainers(const Fact &F, FlowState &In) const {
  AllGroups.forEachKept(Facts.sources(F), F.What, [&](unsigned Group) {
    for (unsigned I = 0; I < In.Objects.size(); ++I)
      if (AllGroups.ofOrigin(LocalOrigins[I]) == Group)
        applyTo(I, Event::ContainerEnds, true, F.Where, In);
  });
}

void Propagation::apply(const Fact &F, uint16_t Edge, FlowState &In) const {
  if (F.What == Event::Store && Assumed.Out == F.Target)
    return;
  const bool IsDecided =
      Edge != Fact::Perhaps && F.IfEdge != Fact::Perhaps &&
      (F.IfEdge != Fact::ReturnsDone || Edge == Fact::ReturnsDone ||
       Edge == Fact::ReturnsFailed);
  if (F.IfEdge != Fact::Surely && F.IfEdge != Edge && IsDecided)
    return;
  // Before the function returns what says it, it counts on success.
  const bool IsAssumed =
      F.IfEdge == Fact::Surely ||
      (F.IfEdge == Fact::ReturnsDone && Edge == Fact::Perhaps);
  apply(F.What, Facts.sources(F), F.Where, IsAssumed || IsDecided, F.OnlyKnown,
        In);
  endContainers(F, In);
}

void Propagation::apply(Event What, llvm::ArrayRef<Source> To,
                        const Stmt *Where, bool Surely, bool OnlyKnown,
                        FlowState &In) const {
  const Held Values = read(To, In);
  const uint64_t Objects = Values.Values & ~(Held::Null | Held::Unknown);
  Surely &= To.size() == 1 && Objects == Values.Values &&
            llvm::has_single_bit(Objects);
  // A value that may be any object may be one that was stored somewhere.
  bool MayAlias = false;
  for (Source S : To) {
    const auto Group = AllGroups.of(S);
    MayAlias |=
        S.What == Source::Unknown || (Group && AllGroups.mayAlias(*Group) &&
                                      (Values.Values & Held::Unknown));
  }
  for (unsigned I = 0; I < In.Objects.size(); ++I) {
    if (Objects & bitOf(I)) {
      applyTo(I, What, Surely, Where, In);
      MayAlias |= Facts.Origins[LocalOrigins[I]].isFromElsewhere();
    }
  }
  if (!MayAlias || OnlyKnown || What == Event::Store)
    return;
  for (unsigned I = 0; I < In.Objects.size(); ++I)
    if (!(Objects & bitOf(I)))
      applyTo(I, Event::RunCode, true, Where, In);
}

/// An object that was made here, or is immortal, is of exactly its type.
static bool isOfKnownMethods(const Origin &From) {
  return !From.isGiven() && capi::hasMethodsInC(From.Type) &&
         From.First.isSubsetOf(StateSet(State::Unique) | State::Immortal |
                               State::Null);
}

void Propagation::runMethods(const Fact &F, FlowState &In) const {
  const uint64_t Values = read(Facts.sources(F), In).Values & ~Held::Null;
  bool AreKnown = !(Values & Held::Unknown);
  for (unsigned I = 0; I < In.Objects.size(); ++I)
    if (Values & bitOf(I))
      AreKnown &= isOfKnownMethods(Facts.Origins[LocalOrigins[I]]);
  if (AreKnown)
    return;
  apply(Event::Escape, Facts.sources(F).take_front(F.Target), F.Where, true,
        false, In);
  runCode(F.Where, In);
  smearMemory(In);
}

void Propagation::step(const Fact &F, uint16_t Edge, FlowState &In) const {
  switch (F.How) {
  case Fact::Create:
    return create(F, In);
  case Fact::Assign:
    if (const auto P = localPlace(F.Target))
      In.Places[*P] = read(Facts.sources(F), In);
    return;
  case Fact::Smear:
    if (const auto P = localPlace(F.Target)) {
      In.Places[*P].Values |= Held::Unknown;
      In.Places[*P].Untested = true;
    }
    return;
  case Fact::Apply:
    return apply(F, Edge, In);
  case Fact::RunMethods:
    return runMethods(F, In);
  case Fact::RunCode:
    runCode(F.Where, In);
    return smearMemory(In);
  case Fact::SmearMemory:
    return smearMemory(In);
  case Fact::SmearOtherMemory: {
    const auto Target = localPlace(F.Target);
    const Held Written = Target ? In.Places[*Target] : Held();
    smearMemory(In);
    if (Target)
      In.Places[*Target] = Written;
    return;
  }
  case Fact::Removal:
    for (unsigned I = 0; I < In.Objects.size(); ++I)
      applyTo(I, Event::ContainerEnds, true, F.Where, In);
    return;
  case Fact::KeptBy:
  case Fact::Return:
    return;
  }
}

bool Propagation::restrict(const Condition &C, FlowState &In) const {
  const llvm::ArrayRef<Source> Of = Facts.sources(C);
  if (C.How == Condition::NeverTaken)
    return false;
  if (Of.size() != 1)
    return true;
  const Held Now = read(Of, In);
  const uint64_t Objects = Now.Values & ~(Held::Null | Held::Unknown);
  const bool IsOne =
      Objects == (Now.Values & ~Held::Null) && llvm::has_single_bit(Objects);
  const unsigned One =
      IsOne ? llvm::countr_zero(Objects) - Held::FirstOrigin : 0;
  const auto P =
      Of[0].What == Source::InPlace ? localPlace(Of[0].ID) : std::nullopt;
  if (!P && Of[0].What != Source::FromOrigin)
    return true;
  if (C.How == Condition::IsNull) {
    if (!mayBeNull(Now, In))
      return false;
    if (IsOne && !(Now.Values & Held::Null))
      In.Objects[One] = State::Null;
    else if (P)
      In.Places[*P] = {Held::Null, true};
    return true;
  }
  if (Now.Values == Held::Null)
    return false;
  if (IsOne) {
    In.Objects[One] = In.Objects[One].without(State::Null);
    if (In.Objects[One].empty())
      return false;
  }
  if (P)
    In.Places[*P] = {Now.Values & ~Held::Null, false};
  return true;
}

std::optional<FlowState> Propagation::before(FunctionFacts::Point At,
                                             uint16_t Edge) const {
  const FlowState *Start = atStart(At.Block);
  if (!Start)
    return std::nullopt;
  FlowState Result = *Start;
  for (uint32_t I = Facts.Blocks[At.Block].FirstFact; I < At.Fact; ++I)
    step(Facts.Facts[I], Edge, Result);
  return Result;
}

} // namespace immortal::freshness
