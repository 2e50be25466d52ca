// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_TEXTREPORT_H
#define IMMORTAL_TIDY_PROJECT_TEXTREPORT_H

#include "Project/Migration.h"
#include "llvm/Support/raw_ostream.h"

namespace immortal::project {

/// Writes what a person reads in a terminal: each finding that is not in the
/// baseline as clang writes it, what the fixes change, and a summary. Coloured
/// if colours are enabled for \p Out.
void writeText(const Migration &M, llvm::raw_ostream &Out);

/// Writes what could not be analysed; nothing if everything could.
void writeProblems(const Migration &M, llvm::raw_ostream &Out);

} // namespace immortal::project

#endif
