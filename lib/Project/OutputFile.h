// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_OUTPUTFILE_H
#define IMMORTAL_TIDY_PROJECT_OUTPUTFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace immortal::project {

/// Writes a whole file or leaves what was there: under another name first. "-"
/// is standard output; pipes and devices are written as they are. The error
/// names the file.
llvm::Error writeOutput(llvm::StringRef Path,
                        llvm::function_ref<void(llvm::raw_ostream &)> Write);

} // namespace immortal::project

#endif
