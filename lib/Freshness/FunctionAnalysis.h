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
                   const clang::FunctionDecl &Function);
  ~FunctionAnalysis();

  Verdict judge(const clang::Expr &Call, const clang::Expr &Object,
                const Options &Opts);

private:
  /// The fixpoint for the groups of \p Of; nullptr beyond the limits.
  const Propagation *propagationFor(llvm::ArrayRef<Source> Of);
  std::optional<FunctionFacts::Point> pointOf(const clang::Expr &Call) const;

  std::unique_ptr<clang::CFG> Graph;
  std::unique_ptr<clang::PostOrderCFGView> Order;
  std::unique_ptr<Exposure> Exposed;
  std::unique_ptr<FactBuilder> Builder;
  std::unique_ptr<Groups> AllGroups;
  llvm::SmallVector<
      std::pair<llvm::SmallVector<unsigned, 4>, std::unique_ptr<Propagation>>,
      1>
      Fixpoints;
};

} // namespace immortal::freshness

#endif
