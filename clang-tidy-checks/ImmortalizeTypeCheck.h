// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZETYPECHECK_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZETYPECHECK_H

#include "ContractCheck.h"

namespace immortal::tidy {

/// Finds calls that make objects immortal whose kind forbids it: they are
/// refused, immortal anyway, or do harm.
///
/// Documentation: docs/checks/cpython-immortalize-type.md
class ImmortalizeTypeCheck : public ContractCheck {
public:
  using ContractCheck::ContractCheck;

protected:
  std::optional<Finding> examine(ImmortalCalls &Calls,
                                 const ImmortalCall &Call) override;
};

} // namespace immortal::tidy

#endif
