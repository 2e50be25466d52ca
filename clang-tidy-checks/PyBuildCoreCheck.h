// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_PYBUILDCORECHECK_H
#define IMMORTAL_TIDY_CHECKS_PYBUILDCORECHECK_H

#include "ImmortalizationReport.h"
#include <clang-tidy/ClangTidyCheck.h>

namespace immortal::tidy {

/// Finds definitions of Py_BUILD_CORE and includes of internal headers, says
/// what still needs them, and removes them when nothing does.
///
/// Documentation: docs/checks/cpython-py-build-core.md
class PyBuildCoreCheck : public clang::tidy::ClangTidyCheck {
public:
  PyBuildCoreCheck(llvm::StringRef Name,
                   clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;

private:
  std::vector<clang::SourceRange>
  rewrittenRanges(clang::ASTContext &Context) const;

  const std::string MinimumPythonText;
  const std::optional<capi::Version> MinimumPython;
  /// How cpython-internal-immortalization is set up; unset if it is off.
  const std::optional<ReportOptions> Rewriter;
  clang::Preprocessor *PP = nullptr;
  std::shared_ptr<source::SkippedRanges> Skipped;
};

} // namespace immortal::tidy

#endif
