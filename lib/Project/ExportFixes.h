// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_EXPORTFIXES_H
#define IMMORTAL_TIDY_PROJECT_EXPORTFIXES_H

#include "Project/Migration.h"

namespace immortal::project {

/// Writes what the changes of \p What do as the YAML file \p Path, which
/// clang-apply-replacements reads: each fixed finding with its edits, or all
/// that happens to a file at once if the findings' own edits are not all of it.
/// New files are not in it: the format cannot express them. Returns what could
/// not be said there or written.
std::vector<Problem> exportFixes(const Migration &What, llvm::StringRef Path);

} // namespace immortal::project

#endif
