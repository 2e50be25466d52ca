// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_PYBUILDCORECHECK_H
#define IMMORTAL_TIDY_CHECKS_PYBUILDCORECHECK_H

#include "ImmortalizationReport.h"
#include "UnitCheck.h"

namespace immortal::tidy {

/// Finds definitions of Py_BUILD_CORE and includes of internal headers, says
/// what still needs them, and removes them when nothing does.
///
/// Documentation: docs/checks/cpython-py-build-core.md
class PyBuildCoreCheck : public UnitCheck {
public:
  PyBuildCoreCheck(llvm::StringRef Name,
                   clang::tidy::ClangTidyContext *Context);

protected:
  void checkUnit(clang::ASTContext &Context) override;

private:
  std::vector<clang::SourceRange> rewrittenRanges(clang::ASTContext &Context);

  /// How cpython-internal-immortalization is set up; unset if it is off.
  const std::optional<ReportOptions> Rewriter;
};

} // namespace immortal::tidy

#endif
