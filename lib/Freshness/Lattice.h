// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_LATTICE_H
#define IMMORTAL_TIDY_FRESHNESS_LATTICE_H

#include "CAPI/Reasons.h"
#include "Freshness/Verdict.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace immortal::freshness {

/// What may be true of one object (States.def).
enum class State : uint8_t {
#define STATE(Name, How, Why) Name,
#include "Freshness/States.def"
};

/// What may happen to one object.
enum class Event : uint8_t {
  Incref,
  Decref,
  Keep,
  Steal,
  ContainerEnds,
  Store,
  RunCode,
  Escape,
  WeaklyReference,
  DeferCount,
  Initialize,
  Free,
  Immortalize,
  ForceImmortal,
};
inline constexpr unsigned NumEvents =
    static_cast<unsigned>(Event::ForceImmortal) + 1;

/// The states that an object may be in, one bit each: an element of the
/// powerset lattice. For all sets A, B, C and events E:
///   A | A == A,  A | B == B | A,  (A | B) | C == A | (B | C)
///   A | {} == A                             no path leads here
///   after(E, A | B) == after(E, A) | after(E, B)
///   after(E, A) == {} only for A == {}      an event ends no path
/// The first four make it a lattice with join |; the fifth makes every transfer
/// monotone and the fixpoint as precise as following all paths; it holds
/// because events are defined for single states.
class StateSet {
public:
  constexpr StateSet() = default;
  constexpr StateSet(State S) : Bits(1u << static_cast<unsigned>(S)) {}

  friend constexpr StateSet operator|(StateSet A, StateSet B) {
    return StateSet(A.Bits | B.Bits);
  }
  StateSet &operator|=(StateSet Other) { return *this = *this | Other; }
  friend constexpr bool operator==(StateSet A, StateSet B) {
    return A.Bits == B.Bits;
  }
  friend constexpr bool operator!=(StateSet A, StateSet B) { return !(A == B); }

  constexpr bool empty() const { return Bits == 0; }
  constexpr bool has(State S) const { return Bits & StateSet(S).Bits; }
  /// Without \p S.
  constexpr StateSet without(State S) const {
    return StateSet(Bits & ~StateSet(S).Bits);
  }
  constexpr bool isSubsetOf(StateSet Other) const {
    return (Bits & ~Other.Bits) == 0;
  }
  void forEach(llvm::function_ref<void(State)> Do) const;

private:
  constexpr explicit StateSet(uint32_t Bits) : Bits(Bits) {}
  uint32_t Bits = 0;
};

#define STATE(Name, How, Why) +1
inline constexpr unsigned NumStates = 0
#include "Freshness/States.def"
    ;
static_assert(NumStates <= 32, "StateSet has 32 bits");

/// What \p E makes of an object that may be in one of the states \p Before.
StateSet after(Event E, StateSet Before);

/// What a call that makes the object immortal means in one state.
struct StateVerdict {
  Certainty How;
  capi::Reason Why;
};
StateVerdict verdictFor(State S);

/// For debugging and tests.
llvm::StringRef nameOf(State S);

} // namespace immortal::freshness

#endif
