// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_LATECALLS_H
#define IMMORTAL_TIDY_CHECKS_LATECALLS_H

#include "Fixes/CallRewrite.h"
#include "ImmortalCalls.h"

namespace immortal::tidy {

/// The statement to write at the new place, given the call as the file spells
/// it.
using NewCallText = llvm::function_ref<std::string(const fixes::CallText &)>;

/// The edits that move \p Call, a statement that makes its object immortal too
/// late by the verdict \p V, to where the object is created; empty if that is
/// not known to be right. At the new place it cannot be refused.
fixes::Edits moveUp(const ImmortalCall &Call, const freshness::Verdict &V,
                    const freshness::CallModel &Model,
                    clang::ASTContext &Context, NewCallText New);

} // namespace immortal::tidy

#endif
