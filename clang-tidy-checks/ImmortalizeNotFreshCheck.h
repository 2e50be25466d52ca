// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZENOTFRESHCHECK_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZENOTFRESHCHECK_H

#include "ContractCheck.h"

namespace immortal::tidy {

/// Finds calls that make an object immortal that is not newly created and
/// uniquely referenced there, and moves them up to where it is.
///
/// Documentation: docs/checks/cpython-immortalize-not-fresh.md
class ImmortalizeNotFreshCheck : public ContractCheck {
public:
  ImmortalizeNotFreshCheck(llvm::StringRef Name,
                           clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  std::optional<Finding> examine(ImmortalCalls &Calls,
                                 const ImmortalCall &Call) override;
  std::vector<Finding>
  examineUnit(ImmortalCalls &Calls,
              const source::SkippedRanges &Skipped) override;

private:
  const bool ReportUnknown;
};

} // namespace immortal::tidy

#endif
