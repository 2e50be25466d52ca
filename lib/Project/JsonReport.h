// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_JSONREPORT_H
#define IMMORTAL_TIDY_PROJECT_JSONREPORT_H

#include "Project/Migration.h"
#include "llvm/Support/JSON.h"

namespace immortal::project {

/// Everything a migration knows, as docs/report.schema.json describes it.
llvm::json::Value toJson(const Migration &M);

/// The findings that are still in the code, as GitLab's Code Quality reads
/// them.
llvm::json::Value toCodeQuality(const Migration &M);

} // namespace immortal::project

#endif
