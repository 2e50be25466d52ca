// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_SCANRECORD_H
#define IMMORTAL_TIDY_PROJECT_SCANRECORD_H

#include "Project/Prefilter.h"

namespace immortal::project {

/// What the prefilter said about one unit.
struct ScannedUnit {
  UnitInputs Inputs;
  bool MayFind = true;
};

/// Writes what \p Filter found out about all \p Units of a run, for a run in
/// which nothing has changed; nullopt if something did meanwhile, or a name is
/// not UTF-8.
std::optional<std::string> writeScan(llvm::ArrayRef<ScannedUnit> Units,
                                     Prefilter &Filter);

/// What writeScan wrote, in its order; nullopt if \p Text is something else, or
/// if anything changed that a scan would read or look for.
std::optional<std::vector<ScannedUnit>> readScan(llvm::StringRef Text,
                                                 FileFacts &Files);

} // namespace immortal::project

#endif
