// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_INTERNALIMMORTALIZATIONCHECK_H
#define IMMORTAL_TIDY_CHECKS_INTERNALIMMORTALIZATIONCHECK_H

#include <clang-tidy/ClangTidyCheck.h>

namespace immortal::tidy {

/// Finds objects that are made immortal by private means, and rewrites to
/// PyUnstable_SetImmortal where that is proven safe.
///
/// Documentation: docs/checks/cpython-internal-immortalization.md
class InternalImmortalizationCheck : public clang::tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;
};

} // namespace immortal::tidy

#endif
