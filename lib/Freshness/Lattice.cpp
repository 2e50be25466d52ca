// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Lattice.h"
#include "llvm/ADT/bit.h"
#include <array>

namespace immortal::freshness {

namespace {
struct StateRow {
  llvm::StringLiteral Name;
  StateVerdict Verdict;
};

constexpr StateRow States[] = {
#define STATE(Name, How, Why) {#Name, {Certainty::How, capi::Reason::Why}},
#include "Freshness/States.def"
};

using Row = std::array<StateSet, NumStates>;
using Matrix = std::array<Row, NumEvents>;

Matrix buildMatrix() {
  Matrix M;
  const auto At = [&M](Event E, State From) -> StateSet & {
    return M[static_cast<unsigned>(E)][static_cast<unsigned>(From)];
  };
#define TRANSITION(E, From, To) At(Event::E, State::From) |= State::To;
#include "Freshness/Transitions.def"
  for (Row &R : M)
    for (unsigned S = 0; S < NumStates; ++S)
      if (R[S].empty())
        R[S] = static_cast<State>(S);
  return M;
}
} // namespace

void StateSet::forEach(llvm::function_ref<void(State)> Do) const {
  for (uint32_t Rest = Bits; Rest; Rest &= Rest - 1)
    Do(static_cast<State>(llvm::countr_zero(Rest)));
}

StateSet after(Event E, StateSet Before) {
  static const Matrix M = buildMatrix();
  StateSet Result;
  Before.forEach([&](State S) {
    Result |= M[static_cast<unsigned>(E)][static_cast<unsigned>(S)];
  });
  return Result;
}

StateVerdict verdictFor(State S) {
  return States[static_cast<unsigned>(S)].Verdict;
}

llvm::StringRef nameOf(State S) {
  return States[static_cast<unsigned>(S)].Name;
}

} // namespace immortal::freshness
