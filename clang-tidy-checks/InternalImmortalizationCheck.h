// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_INTERNALIMMORTALIZATIONCHECK_H
#define IMMORTAL_TIDY_CHECKS_INTERNALIMMORTALIZATIONCHECK_H

#include "CAPI/Version.h"
#include "Source/SkippedRanges.h"
#include <clang-tidy/ClangTidyCheck.h>

namespace immortal::tidy {

struct ReportOptions;

/// The options of cpython-internal-immortalization in \p Options.
ReportOptions
reportOptionsFrom(const clang::tidy::ClangTidyCheck::OptionsView &Options);

/// Finds objects that are made immortal by private means, and rewrites to
/// PyUnstable_SetImmortal where that is proven safe.
///
/// Documentation: docs/checks/cpython-internal-immortalization.md
class InternalImmortalizationCheck : public clang::tidy::ClangTidyCheck {
public:
  InternalImmortalizationCheck(llvm::StringRef Name,
                               clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;

private:
  const std::string CompatHeader;
  const std::string MinimumPythonText;
  const std::optional<capi::Version> MinimumPython;

  clang::Preprocessor *PP = nullptr;
  std::shared_ptr<source::SkippedRanges> Skipped;
};

} // namespace immortal::tidy

#endif
