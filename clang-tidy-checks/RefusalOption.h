// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_REFUSALOPTION_H
#define IMMORTAL_TIDY_CHECKS_REFUSALOPTION_H

#include "Fixes/OnRefusal.h"
#include "JudgeOptions.h"

namespace immortal::tidy {

/// The option that says what fixes do where a call may refuse. It may be set
/// once for all checks.
inline constexpr llvm::StringLiteral OnRefusalOption = "OnRefusal";

/// Its value in \p View, which belongs to the check \p Name.
fixes::OnRefusal
onRefusalFrom(const clang::tidy::ClangTidyCheck::OptionsView &View,
              llvm::StringRef Name, OnWrongOption Report);

/// The value as the user writes it.
llvm::StringRef nameOf(fixes::OnRefusal Style);

} // namespace immortal::tidy

#endif
