// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FACTS_H
#define IMMORTAL_TIDY_FRESHNESS_FACTS_H

#include "CAPI/Types.h"
#include "Freshness/Lattice.h"
#include "Freshness/Places.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace immortal::freshness {

using OriginID = uint32_t;

/// Where an object comes from: a call, a parameter, the address of a variable.
/// In a loop it stands for the object of the last time.
struct Origin {
  /// The call, or the expression that first names the object.
  const clang::Expr *Where = nullptr;
  /// The parameter; nullptr for all others.
  const clang::VarDecl *Variable = nullptr;
  /// The object that a member's owner holds when it is called.
  bool IsThis = false;
  /// What is true when it appears; for a parameter, at the function's start.
  StateSet First;
  capi::TypeKey Type = capi::TypeKey::Any;

  /// It was there before the function was called.
  bool isGiven() const { return Variable || IsThis; }
  /// Whether memory may lead to the object though nothing here stored it there.
  bool isFromElsewhere() const;
};

/// One value that an expression may have.
struct Source {
  enum Kind : uint8_t {
    InPlace,
    FromOrigin,
    Null,
    Unknown,
    /// As Unknown, but no object: a variable before its first value.
    Uninitialized,
  } What;
  /// A PlaceID or an OriginID.
  uint32_t ID = 0;

  friend bool operator==(Source A, Source B) {
    return A.What == B.What && A.ID == B.ID;
  }
};

/// All values that an expression may have.
using Value = llvm::SmallVector<Source, 2>;

/// One thing that a statement does, of those that matter here.
struct Fact {
  enum Kind : uint8_t {
    /// The object of \c Target, an origin, appears.
    Create,
    /// The place \c Target gets one of the values.
    Assign,
    /// The place \c Target may get a value that is not known.
    Smear,
    /// \c What happens to the values' objects. For Event::Store, \c Target is
    /// the place, or NoPlace.
    Apply,
    /// Methods of all the values' objects run. If nothing is known about one of
    /// them: the first \c Target of the values escape, and code runs.
    RunMethods,
    /// Code runs that is not known: it may write to all memory, and use all
    /// objects that memory leads to.
    RunCode,
    /// The first \c Target of the values are kept by containers, the others.
    KeptBy,
    /// A container may lose objects that it kept.
    Removal,
    /// A pointer that is not known is written through.
    SmearMemory,
    /// The same, but the place \c Target has what was written.
    SmearOtherMemory,
    /// The function returns one of the values.
    Return,
  } How;
  Event What = Event::Escape;
  /// An Apply that is true only if the block is left by that edge.
  static constexpr uint16_t Surely = ~uint16_t(0);
  static constexpr uint16_t Perhaps = Surely - 1;
  /// Of a block that returns what says whether a call succeeded.
  static constexpr uint16_t ReturnsDone = Surely - 2;
  static constexpr uint16_t ReturnsFailed = Surely - 3;
  uint16_t IfEdge = Surely;
  /// Of an Apply: a value that is not known is none of the objects.
  bool OnlyKnown = false;
  static constexpr uint32_t NoPlace = ~0u;
  uint32_t Target = NoPlace;
  /// A range of FunctionFacts::Sources.
  uint32_t FirstSource = 0;
  uint32_t NumSources = 0;
  const clang::Stmt *Where = nullptr;
};

/// What is known on one way out of a block.
struct Condition {
  /// The number of the block's successor.
  unsigned Edge;
  /// Whether the values are NULL, or that this way is not taken.
  enum Kind : uint8_t { IsNull, IsNotNull, NeverTaken } How;
  uint32_t FirstSource = 0;
  uint32_t NumSources = 0;
};

/// The facts of one basic block, in order.
struct BlockFacts {
  uint32_t FirstFact = 0;
  uint32_t EndFact = 0;
  /// Fact::Surely, or an edge that some of the facts are for.
  uint16_t SuccessEdge = Fact::Surely;
  llvm::SmallVector<Condition, 2> Conditions;
};

/// All facts about one function.
struct FunctionFacts {
  std::vector<Fact> Facts;
  std::vector<Source> Sources;
  /// By CFGBlock::getBlockID().
  std::vector<BlockFacts> Blocks;
  std::vector<Origin> Origins;
  /// The places of parameters, and what they hold at the function's start.
  std::vector<std::pair<PlaceID, OriginID>> Parameters;
  /// In a member of an owner: the places of *this (0) and of the parameters
  /// that are owners, by argument and from 1.
  std::vector<std::pair<PlaceID, unsigned>> Owners;
  /// Where an expression statement's facts start: block and fact.
  struct Point {
    uint32_t Block;
    uint32_t Fact;
  };
  llvm::DenseMap<const clang::Stmt *, Point> Points;

  template <typename T> llvm::ArrayRef<Source> sources(const T &Of) const {
    return llvm::ArrayRef(Sources).slice(Of.FirstSource, Of.NumSources);
  }
};

} // namespace immortal::freshness

#endif
