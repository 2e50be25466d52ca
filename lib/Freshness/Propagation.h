// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_PROPAGATION_H
#define IMMORTAL_TIDY_FRESHNESS_PROPAGATION_H

#include "Freshness/Facts.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/IntEqClasses.h"
#include <memory>

namespace immortal::freshness {

/// The blocks of a function by number: no block leads to one of a lower number.
/// Blocks that lead to each other, and those between them, have the same.
class BlockNumbers {
public:
  static constexpr unsigned Unreachable = ~0u;

  BlockNumbers(const clang::CFG &Graph, const clang::PostOrderCFGView &Order);

  unsigned of(unsigned BlockID) const { return Numbers[BlockID]; }
  /// nullptr if it is unreachable.
  const clang::CFGBlock *block(unsigned BlockID) const {
    return Blocks[BlockID];
  }

private:
  std::vector<const clang::CFGBlock *> Blocks;
  std::vector<unsigned> Numbers;
};

/// The places and origins of a function in groups between which no value ever
/// moves, so that one can be looked at without the others.
class Groups {
public:
  Groups(const FunctionFacts &Facts, const Places &AllPlaces,
         const BlockNumbers &Numbers);

  unsigned ofPlace(PlaceID P) const { return Classes[P]; }
  unsigned ofOrigin(OriginID O) const { return Classes[NumPlaces + O]; }
  std::optional<unsigned> of(Source S) const;

  /// Whether a value of the group may be an object that memory leads to.
  bool mayAlias(unsigned Group) const { return Open[Group]; }

  /// The groups of which objects lose a reference if something in \p Of, a
  /// container of this function's, is released or passed on.
  void forEachKept(llvm::ArrayRef<Source> Of, Event What,
                   llvm::function_ref<void(unsigned Group)> Do) const;

  /// \p Wanted, and all that may alias if that is not too much: to know what
  /// those values are is better than to take them for anything.
  llvm::SmallVector<unsigned, 4>
  withAliases(llvm::ArrayRef<unsigned> Wanted) const;

  /// The lowest number of a block with a fact about the group. What is true of
  /// it at the function's start is true before each block of a lower number.
  unsigned firstNumber(unsigned Group) const {
    return std::min(First[Group], FirstDeadEnd);
  }

private:
  void findFirst(const FunctionFacts &Facts, const BlockNumbers &Numbers);
  void findContainers(const FunctionFacts &Facts);

  unsigned NumPlaces;
  unsigned NumOrigins;
  llvm::IntEqClasses Classes;
  std::vector<unsigned> First;
  /// By the group of a container: the groups of what it kept.
  llvm::DenseMap<unsigned, llvm::SmallVector<unsigned, 2>> Kept;
  /// Groups of objects that this function made or has a reference to.
  std::vector<bool> Own;
  /// Of a block with a way out that is never taken.
  unsigned FirstDeadEnd = BlockNumbers::Unreachable;
  std::vector<bool> Open;
  unsigned OpenPlaces = 0;
  unsigned OpenOrigins = 0;
};

/// The values that a place may hold: bit 0 for NULL, bit 1 for what is not
/// known, the others for origins.
struct Held {
  uint64_t Values = 0;
  /// It was not tested for NULL since.
  bool Untested = false;

  static constexpr uint64_t Null = 1;
  static constexpr uint64_t Unknown = 2;
  static constexpr unsigned FirstOrigin = 2;

  static bool holds(const Held &What, unsigned LocalOrigin) {
    return What.Values >> (LocalOrigin + FirstOrigin) & 1;
  }
};

/// What is true at one point of the function, on all paths that lead there.
struct FlowState {
  llvm::SmallVector<Held, 4> Places;
  llvm::SmallVector<StateSet, 4> Objects;
  /// By object: the first statement that made it something else than unique.
  llvm::SmallVector<const clang::Stmt *, 4> Losses;

  /// Joins \p Other; whether that changed anything.
  bool join(const FlowState &Other);
};

/// What is asked about a function by itself.
struct Assumptions {
  /// The parameter that the caller passes an object in that is in the state
  /// \c Passed.
  const clang::VarDecl *Parameter = nullptr;
  State Passed = State::Unique;
  /// The same for the origin of a parameter, or of what *this holds.
  std::optional<OriginID> UniqueOrigin;
  /// The place behind a parameter that is a variable of the caller's: what is
  /// stored there is not seen by others.
  std::optional<PlaceID> Out;
};

/// The fixpoint for some groups of one function. It is computed as far as it is
/// asked for: in the blocks that lead to the place in question, and not in
/// those before the first fact about the groups.
class Propagation {
public:
  /// More are not looked at: their calls are judged as unknown.
  static constexpr unsigned MaxPlaces = 128;
  static constexpr unsigned MaxOrigins = 62;

  Propagation(const FunctionFacts &Facts, const Places &AllPlaces,
              const Groups &AllGroups, llvm::ArrayRef<unsigned> Wanted,
              Assumptions Assumed = {});

  ~Propagation();

  /// Whether the groups are within the limits.
  bool isPossible() const { return Possible; }

  /// All must outlive the fixpoint.
  void run(const clang::CFG &Graph, const clang::PostOrderCFGView &Order,
           const BlockNumbers &Numbers);

  /// What is true before the facts of \p At; std::nullopt if no path leads
  /// there.
  /// With \p Edge, if the block is left by it.
  std::optional<FlowState> before(FunctionFacts::Point At,
                                  uint16_t Edge = Fact::Perhaps) const;

  /// What is true when the function returns; std::nullopt if it never does.
  std::optional<FlowState> atExit() const;

  /// The states of the object of \p From, one of this fixpoint's.
  StateSet object(OriginID From, const FlowState &In) const {
    return In.Objects[*localOrigin(From)];
  }

  /// The values of \p Of in \p In.
  Held read(llvm::ArrayRef<Source> Of, const FlowState &In) const;

  /// Whether \p What, read in \p In, may be NULL.
  bool mayBeNull(const Held &What, const FlowState &In) const;

  llvm::ArrayRef<OriginID> origins() const { return LocalOrigins; }

private:
  /// \p Edge is the way out of the block that is asked about; Fact::Perhaps for
  /// none.
  void step(const Fact &F, uint16_t Edge, FlowState &In) const;
  void create(const Fact &F, FlowState &In) const;
  void apply(const Fact &F, uint16_t Edge, FlowState &In) const;
  void apply(Event What, llvm::ArrayRef<Source> To, const clang::Stmt *Where,
             bool Surely, bool OnlyKnown, FlowState &In) const;
  void endContainers(const Fact &F, FlowState &In) const;
  void applyTo(unsigned Object, Event What, bool Surely,
               const clang::Stmt *Where, FlowState &In) const;
  void runCode(const clang::Stmt *Where, FlowState &In) const;
  void runMethods(const Fact &F, FlowState &In) const;
  void smearMemory(FlowState &In) const;
  /// \return false if the edge cannot be taken.
  bool restrict(const Condition &C, FlowState &In) const;
  FlowState atEntry() const;
  /// What is true at the start of a block; nullptr if no path leads there.
  const FlowState *atStart(unsigned BlockID) const;
  class Solver;
  std::optional<unsigned> localPlace(PlaceID P) const;
  std::optional<unsigned> localOrigin(OriginID O) const;

  const FunctionFacts &Facts;
  const Places &AllPlaces;
  const Groups &AllGroups;
  llvm::SmallVector<PlaceID, 8> LocalPlaces;
  llvm::SmallVector<OriginID, 8> LocalOrigins;
  llvm::DenseMap<PlaceID, unsigned> PlaceIndex;
  llvm::DenseMap<OriginID, unsigned> OriginIndex;
  const Assumptions Assumed;
  bool Possible = false;
  const clang::CFG *Graph = nullptr;
  const clang::PostOrderCFGView *Order = nullptr;
  const BlockNumbers *Numbers = nullptr;
  unsigned FirstNumber = 0;
  std::unique_ptr<Solver> Solution;
};

} // namespace immortal::freshness

#endif
