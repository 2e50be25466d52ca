// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_INTERNALIMMORTALIZATIONCHECK_H
#define IMMORTAL_TIDY_CHECKS_INTERNALIMMORTALIZATIONCHECK_H

#include "ImmortalizationReport.h"
#include "UnitCheck.h"

namespace immortal::tidy {

/// The options of cpython-internal-immortalization in \p View, besides \p
/// Judging.
ReportOptions
reportOptionsFrom(const clang::tidy::ClangTidyCheck::OptionsView &View,
                  JudgeOptions Judging, OnWrongOption Report);

/// Finds objects that are made immortal by private means, and rewrites to
/// PyUnstable_SetImmortal where that is proven safe.
///
/// Documentation: docs/checks/cpython-internal-immortalization.md
class InternalImmortalizationCheck : public UnitCheck {
public:
  /// The name that the module registers it by.
  static constexpr llvm::StringLiteral CheckName =
      "cpython-internal-immortalization";

  InternalImmortalizationCheck(llvm::StringRef Name,
                               clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void onEndOfTranslationUnit() override {
    Report.reset();
    UnitCheck::onEndOfTranslationUnit();
  }

protected:
  void checkUnit(clang::ASTContext &Context) override;

private:
  const ReportOptions Reporting;
  std::shared_ptr<const ImmortalizationReport::Findings> Report;
};

} // namespace immortal::tidy

#endif
