// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The groups of places and origins that one fixpoint looks at.

#include "Freshness/Propagation.h"

using namespace clang;

namespace immortal::freshness {

/// How much is looked at besides what a verdict needs.
static constexpr unsigned MaxOpenPlaces = 32;
static constexpr unsigned MaxOpenOrigins = 32;

bool Origin::isFromElsewhere() const {
  static const StateSet New =
      StateSet(State::Unique) | State::NotUnique | State::Memory | State::Null;
  return !isGiven() && !First.isSubsetOf(New);
}

Groups::Groups(const FunctionFacts &Facts, const Places &AllPlaces,
               const BlockNumbers &Numbers)
    : NumPlaces(AllPlaces.size()), NumOrigins(Facts.Origins.size()),
      Classes(NumPlaces + NumOrigins) {
  const auto Node = [&](Source S) {
    return S.What == Source::InPlace ? S.ID : NumPlaces + S.ID;
  };
  const auto HasNode = [](Source S) {
    return S.What == Source::InPlace || S.What == Source::FromOrigin;
  };
  for (const Fact &F : Facts.Facts)
    if (F.How == Fact::Assign)
      for (Source S : Facts.sources(F))
        if (HasNode(S))
          Classes.join(F.Target, Node(S));
  // Whether methods matter depends on all objects that take part.
  for (const Fact &F : Facts.Facts)
    if (F.How == Fact::RunMethods && HasNode(Facts.sources(F).front()))
      for (Source S : Facts.sources(F))
        if (HasNode(S))
          Classes.join(Node(Facts.sources(F).front()), Node(S));
  for (const auto &[Place, Origin] : Facts.Parameters)
    Classes.join(Place, NumPlaces + Origin);
  Classes.compress();

  Open.resize(Classes.getNumClasses());
  for (PlaceID P = 0; P < NumPlaces; ++P)
    if (AllPlaces[P].IsMemory)
      Open[ofPlace(P)] = true;
  for (OriginID O = 0; O < NumOrigins; ++O)
    if (Facts.Origins[O].isFromElsewhere())
      Open[ofOrigin(O)] = true;
  for (const Fact &F : Facts.Facts)
    if (F.How == Fact::Smear ||
        (F.How == Fact::Assign &&
         llvm::is_contained(Facts.sources(F), Source{Source::Unknown})))
      Open[ofPlace(F.Target)] = true;
  for (PlaceID P = 0; P < NumPlaces; ++P)
    OpenPlaces += Open[ofPlace(P)];
  for (OriginID O = 0; O < NumOrigins; ++O)
    OpenOrigins += Open[ofOrigin(O)];
  findFirst(Facts, Numbers);
  findContainers(Facts);
}

void Groups::findContainers(const FunctionFacts &Facts) {
  Own.resize(Classes.getNumClasses());
  for (OriginID O = 0; O < NumOrigins; ++O) {
    const Origin &From = Facts.Origins[O];
    // A module outlives the code that fills it.
    if (!From.isGiven() && From.Type != capi::TypeKey::Module &&
        (From.First.has(State::Unique) || From.First.has(State::MaybeShared)))
      Own[ofOrigin(O)] = true;
  }
  for (const Fact &F : Facts.Facts) {
    if (F.How != Fact::KeptBy)
      continue;
    for (Source Container : Facts.sources(F).drop_front(F.Target)) {
      const auto Group = of(Container);
      if (!Group)
        continue;
      llvm::SmallVector<unsigned, 2> &Objects = Kept[*Group];
      for (Source S : Facts.sources(F).take_front(F.Target))
        if (const auto Object = of(S);
            Object && !llvm::is_contained(Objects, *Object))
          Objects.push_back(*Object);
    }
  }
}

void Groups::forEachKept(llvm::ArrayRef<Source> Of, Event What,
                         llvm::function_ref<void(unsigned)> Do) const {
  if (What != Event::Decref && What != Event::Free && What != Event::Escape)
    return;
  for (Source S : Of) {
    const auto Group = of(S);
    const auto Found = Group ? Kept.find(*Group) : Kept.end();
    if (Found != Kept.end() && (What != Event::Escape || Own[*Group]))
      llvm::for_each(Found->second, Do);
  }
}

void Groups::findFirst(const FunctionFacts &Facts,
                       const BlockNumbers &Numbers) {
  First.assign(Classes.getNumClasses(), BlockNumbers::Unreachable);
  for (unsigned Block = 0; Block < Facts.Blocks.size(); ++Block) {
    const unsigned Number = Numbers.of(Block);
    const auto See = [&](Source S) {
      if (const auto Group = of(S))
        First[*Group] = std::min(First[*Group], Number);
    };
    const BlockFacts &Here = Facts.Blocks[Block];
    for (uint32_t I = Here.FirstFact; I < Here.EndFact; ++I) {
      const Fact &F = Facts.Facts[I];
      llvm::for_each(Facts.sources(F), See);
      if (F.How == Fact::Create)
        See({Source::FromOrigin, F.Target});
      else if (F.How != Fact::RunMethods && F.How != Fact::KeptBy &&
               F.Target != Fact::NoPlace)
        See({Source::InPlace, F.Target});
    }
    for (const Condition &C : Here.Conditions) {
      llvm::for_each(Facts.sources(C), See);
      if (C.How == Condition::NeverTaken)
        FirstDeadEnd = std::min(FirstDeadEnd, Number);
    }
  }
}

llvm::SmallVector<unsigned, 4>
Groups::withAliases(llvm::ArrayRef<unsigned> Wanted) const {
  llvm::SmallVector<unsigned, 4> Result(Wanted.begin(), Wanted.end());
  if (OpenPlaces <= MaxOpenPlaces && OpenOrigins <= MaxOpenOrigins)
    for (unsigned Group = 0; Group < Open.size(); ++Group)
      if (Open[Group])
        Result.push_back(Group);
  llvm::sort(Result);
  Result.erase(llvm::unique(Result), Result.end());
  return Result;
}

std::optional<unsigned> Groups::of(Source S) const {
  if (S.What == Source::InPlace && S.ID < NumPlaces)
    return ofPlace(S.ID);
  if (S.What == Source::FromOrigin && S.ID < NumOrigins)
    return ofOrigin(S.ID);
  return std::nullopt;
}

} // namespace immortal::freshness
