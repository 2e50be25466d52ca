// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZEUNBOUNDEDCHECK_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZEUNBOUNDEDCHECK_H

#include "ContractCheck.h"
#include "Freshness/Callers.h"

namespace immortal::tidy {

/// Finds calls that make another object immortal each time Python code calls a
/// function, makes an instance or starts an interpreter: a leak without bound.
///
/// Documentation: docs/checks/cpython-immortalize-unbounded.md
class ImmortalizeUnboundedCheck : public ContractCheck {
public:
  using ContractCheck::ContractCheck;

protected:
  std::optional<Finding> examine(ImmortalCalls &Calls,
                                 const ImmortalCall &Call) override;

private:
  struct Route {
    freshness::Callers::Entry From;
    const clang::FunctionDecl *First;
    /// From there to the function that makes the object immortal.
    llvm::SmallVector<const clang::CallExpr *, 4> Through;
  };
  std::optional<Route> findRoute(const ImmortalCalls &Calls,
                                 const ImmortalCall &Call) const;
};

} // namespace immortal::tidy

#endif
