// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_CONTRACTCHECK_H
#define IMMORTAL_TIDY_CHECKS_CONTRACTCHECK_H

#include "ImmortalCalls.h"
#include "UnitCheck.h"

namespace immortal::tidy {

/// What the checks of calls that make objects immortal have in common.
class ContractCheck : public UnitCheck {
public:
  using UnitCheck::UnitCheck;
  void onEndOfTranslationUnit() override {
    Calls.reset();
    UnitCheck::onEndOfTranslationUnit();
  }

protected:
  void checkUnit(clang::ASTContext &Context) override;

  /// What is wrong with \p Call, if anything. A fix is left out where the file
  /// has errors.
  virtual std::optional<Finding> examine(ImmortalCalls &Calls,
                                         const ImmortalCall &Call) = 0;

  /// What else is wrong in the translation unit, besides calls.
  virtual std::vector<Finding> examineUnit(ImmortalCalls &Calls,
                                           const source::SkippedRanges &) {
    return {};
  }

private:
  std::shared_ptr<ImmortalCalls> Calls;
};

} // namespace immortal::tidy

#endif
