// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_SARIFREPORT_H
#define IMMORTAL_TIDY_PROJECT_SARIFREPORT_H

#include "Project/Migration.h"
#include "llvm/Support/JSON.h"

namespace immortal::project {

/// The findings as a log of SARIF 2.1.0, as code scanning services read it.
llvm::json::Value toSarif(const Migration &M);

} // namespace immortal::project

#endif
