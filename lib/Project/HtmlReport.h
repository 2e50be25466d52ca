// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_HTMLREPORT_H
#define IMMORTAL_TIDY_PROJECT_HTMLREPORT_H

#include "Project/Migration.h"
#include "llvm/Support/raw_ostream.h"

namespace immortal::project {

/// Writes the state of a migration as one page that needs no other file.
void writeHtml(const Migration &M, llvm::raw_ostream &Out);

} // namespace immortal::project

#endif
