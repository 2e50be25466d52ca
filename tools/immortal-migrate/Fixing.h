// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_MIGRATE_FIXING_H
#define IMMORTAL_TIDY_MIGRATE_FIXING_H

#include "FixFlags.h"

namespace immortal::migrate {

/// Takes back what an interrupted `--fix` in the project at \p Root left; a
/// dry run only says that it is there. False if it cannot be, with problems.
bool recoverBefore(const FixOptions &Opts, project::Migration &Into);

/// Writes the changes of \p Into if asked for, and runs the compile check.
void applyChanges(const FixOptions &Opts, project::Migration &Into);

/// Takes the last run in the project at \p Root back, and returns what the
/// program exits with.
int undoLastRun(llvm::StringRef Root);

} // namespace immortal::migrate

#endif
