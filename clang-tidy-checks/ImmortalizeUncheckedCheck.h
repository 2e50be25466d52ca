// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZEUNCHECKEDCHECK_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZEUNCHECKEDCHECK_H

#include "ContractCheck.h"
#include "RefusalOption.h"
#include "Source/ResultUse.h"

namespace immortal::tidy {

/// Finds results of calls that make objects immortal that are discarded, or of
/// which 0 is taken for failure where it may mean "immortal already".
///
/// Documentation: docs/checks/cpython-immortalize-unchecked.md
class ImmortalizeUncheckedCheck : public ContractCheck {
public:
  ImmortalizeUncheckedCheck(llvm::StringRef Name,
                            clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  std::optional<Finding> examine(ImmortalCalls &Calls,
                                 const ImmortalCall &Call) override;

private:
  void handleDiscarded(Finding &F, ImmortalCalls &Calls,
                       const ImmortalCall &Call,
                       const source::ResultUse &Use) const;
  Alternative leaveOnRefusal(ImmortalCalls &Calls, const ImmortalCall &Call,
                             const source::ResultUse &Use) const;

  const fixes::OnRefusal Style;
};

} // namespace immortal::tidy

#endif
