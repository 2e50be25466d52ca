// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Lattice.h"
#include "gtest/gtest.h"

using namespace immortal::freshness;
using immortal::capi::Reason;

namespace {

std::vector<State> allStates() {
  std::vector<State> Result;
  for (unsigned I = 0; I < NumStates; ++I)
    Result.push_back(static_cast<State>(I));
  return Result;
}

std::vector<Event> allEvents() {
  std::vector<Event> Result;
  for (unsigned I = 0; I < NumEvents; ++I)
    Result.push_back(static_cast<Event>(I));
  return Result;
}

/// The empty set, all single states, all pairs.
std::vector<StateSet> someSets() {
  std::vector<StateSet> Result{StateSet()};
  for (State A : allStates())
    for (State B : allStates())
      Result.push_back(StateSet(A) | B);
  return Result;
}

TEST(Lattice, JoinIsIdempotentCommutativeAssociative) {
  for (StateSet A : someSets()) {
    EXPECT_EQ(A | A, A);
    EXPECT_EQ(A | StateSet(), A);
    for (StateSet B : someSets()) {
      EXPECT_EQ(A | B, B | A);
      EXPECT_TRUE(A.isSubsetOf(A | B));
      for (State C : allStates())
        EXPECT_EQ((A | B) | C, A | (B | C));
    }
  }
}

TEST(Lattice, EventsDistributeOverJoin) {
  for (Event E : allEvents())
    for (StateSet A : someSets())
      for (State B : allStates())
        EXPECT_EQ(after(E, A | B), after(E, A) | after(E, B));
}

TEST(Lattice, EventsEndNoPath) {
  for (Event E : allEvents()) {
    EXPECT_TRUE(after(E, StateSet()).empty());
    for (State S : allStates())
      EXPECT_FALSE(after(E, S).empty()) << nameOf(S).str();
  }
}

TEST(Lattice, ThereIsNothingThatCanHappenToNull) {
  for (Event E : allEvents())
    EXPECT_EQ(after(E, State::Null), State::Null);
}

TEST(Lattice, ImmortalAndReleasedAreFinal) {
  for (Event E : allEvents()) {
    EXPECT_EQ(after(E, State::Immortal), State::Immortal);
    if (E != Event::Initialize)
      EXPECT_EQ(after(E, State::Gone), State::Gone);
  }
}

/// No event but initialisation and the undoing of one's own reference makes an
/// object provable that was not.
TEST(Lattice, ProofIsLostForGood) {
  for (Event E : allEvents())
    for (State S : allStates()) {
      if (verdictFor(S).How == Certainty::Proven)
        continue;
      bool Regained = false;
      after(E, S).forEach([&](State Now) {
        Regained |= verdictFor(Now).How == Certainty::Proven;
      });
      const bool Allowed =
          (E == Event::Initialize &&
           (S == State::ZeroStatic || S == State::Memory)) ||
          (E == Event::Decref && (S == State::Twice || S == State::Often ||
                                  S == State::ReachableTwice));
      EXPECT_EQ(Regained && !Allowed, false)
          << nameOf(S).str() << " event " << unsigned(E);
    }
}

TEST(Lattice, OnlyUniqueObjectsAreProven) {
  for (State S : allStates()) {
    const StateVerdict V = verdictFor(S);
    EXPECT_EQ(V.How == Certainty::Proven,
              S == State::Unique || S == State::Reachable)
        << nameOf(S).str();
    if (V.How == Certainty::Never)
      EXPECT_NE(V.Why, Reason::Unknown) << nameOf(S).str();
  }
}

TEST(Lattice, CountsWhatItGivesBack) {
  EXPECT_EQ(after(Event::Decref, after(Event::Incref, State::Unique)),
            State::Unique);
  EXPECT_EQ(after(Event::Decref, after(Event::Incref, State::Parameter)),
            State::Parameter);
  EXPECT_EQ(after(Event::Decref, after(Event::Incref, State::MaybeShared)),
            State::MaybeShared);
  StateSet Thrice = State::Unique;
  for (int I = 0; I < 3; ++I)
    Thrice = after(Event::Incref, Thrice);
  EXPECT_FALSE(after(Event::Decref, Thrice).has(State::Unique));
}

TEST(Lattice, WhatOthersKeepStaysPublished) {
  EXPECT_EQ(after(Event::Decref, after(Event::Keep, State::Unique)),
            State::Visible);
  EXPECT_EQ(verdictFor(State::Visible).Why, Reason::Published);
}

TEST(Lattice, TheEndOfAContainerProvesNothing) {
  for (State S : allStates())
    for (State Now : {State::Unique, State::Reachable})
      EXPECT_EQ(after(Event::ContainerEnds, S).has(Now), S == Now)
          << nameOf(S).str();
}

TEST(Lattice, UnknownCodeSeesWhatMemoryLeadsTo) {
  EXPECT_EQ(after(Event::RunCode, State::Unique), State::Unique);
  EXPECT_EQ(after(Event::RunCode, after(Event::Store, State::Unique)),
            State::Escaped);
}

} // namespace
