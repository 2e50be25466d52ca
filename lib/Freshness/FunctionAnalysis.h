// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FUNCTIONANALYSIS_H
#define IMMORTAL_TIDY_FRESHNESS_FUNCTIONANALYSIS_H

#include "Freshness/FactBuilder.h"
#include "Freshness/Freshness.h"
#include "Freshness/Propagation.h"

namespace immortal::freshness {

/// Everything about one function: its CFG, facts and fixpoints, each made when
/// it is first needed.
class FunctionAnalysis {
public:
  FunctionAnalysis(clang::ASTContext &Context, const CallModel &Calls,
                   const clang::FunctionDecl &Function, bool OfOwner = false);
  ~FunctionAnalysis();

  Verdict judge(const clang::Expr &Call, const clang::Expr &Object,
                const Options &Opts);

  /// The same, if all callers pass a unique object as \p Parameter.
  Verdict judgeAssuming(const clang::ParmVarDecl &Parameter,
                        const clang::Expr &Call, const clang::Expr &Object,
                        const Options &Opts);

  /// Whether the function can be analysed at all.
  bool isPossible() const { return Graph != nullptr; }

  // All of these need isPossible().
  unsigned size() const { return Graph->getNumBlockIDs(); }
  const FunctionFacts &facts() const { return Builder->facts(); }
  const Places &places() const { return Builder->places(); }
  const Groups &groups() const { return *AllGroups; }

  /// Of a member of an owner, analysed as such (FunctionFacts::Owners).
  llvm::ArrayRef<std::pair<PlaceID, unsigned>> owners() const {
    return facts().Owners;
  }
  /// The slot (OwnerEffects) of an object that is there at the start.
  std::optional<unsigned> slotOfOrigin(OriginID From) const;
  /// The slot of the owner that the lvalue \p Of is.
  std::optional<unsigned> slotOfPlace(llvm::ArrayRef<Source> Of) const;
  /// *this, or what is in it, may be known elsewhere.
  bool leaksThis() const { return Exposed->leaksThis(); }
  /// Whether the block \p ID ends the function.
  bool leavesAfter(unsigned ID) const;

  /// The fixpoint for the groups of \p Of; nullptr beyond the limits.
  std::unique_ptr<Propagation> propagate(llvm::ArrayRef<Source> Of,
                                         Assumptions Assumed) const;

private:
  /// The values of \p Object if it and \p Call are where facts speak about.
  std::optional<Value> valuesOf(const clang::Expr &Object);
  void findMove(const clang::Expr &Call, const Propagation &Fixpoint,
                llvm::ArrayRef<Source> Values, const Options &Opts,
                Verdict &To) const;
  llvm::SmallVector<unsigned, 4> groupsOf(llvm::ArrayRef<Source> Of) const;
  /// The fixpoint for the groups of \p Of; nullptr beyond the limits.
  const Propagation *propagationFor(llvm::ArrayRef<Source> Of);
  std::optional<FunctionFacts::Point> pointOf(const clang::Expr &Call) const;

  clang::ASTContext &Context;
  const clang::FunctionDecl &Function;
  std::unique_ptr<clang::CFG> Graph;
  std::unique_ptr<clang::PostOrderCFGView> Order;
  std::unique_ptr<Exposure> Exposed;
  std::unique_ptr<FactBuilder> Builder;
  std::unique_ptr<BlockNumbers> Numbers;
  std::unique_ptr<Groups> AllGroups;
  llvm::SmallVector<
      std::pair<llvm::SmallVector<unsigned, 4>, std::unique_ptr<Propagation>>,
      1>
      Fixpoints;
};

} // namespace immortal::freshness

#endif
