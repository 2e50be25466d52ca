// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_BASELINE_H
#define IMMORTAL_TIDY_PROJECT_BASELINE_H

#include "Project/Migration.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

namespace immortal::project {

/// The findings that are still in the code, to accept them from now on. One
/// entry a finding, by file, so that a change of the baseline can be reviewed.
llvm::json::Value toBaseline(const Migration &M);

/// Marks the findings of \p M that \p Text, a baseline, has. An error says what
/// is wrong with the text.
llvm::Error applyBaseline(llvm::StringRef Text, Migration &M);

} // namespace immortal::project

#endif
