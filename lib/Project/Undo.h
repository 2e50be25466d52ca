// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_UNDO_H
#define IMMORTAL_TIDY_PROJECT_UNDO_H

#include "Project/Transaction.h"

namespace immortal::project {

/// Takes the last run back in the project at \p Root, a real path, whose
/// journal the caller has locked.
void takeBack(llvm::StringRef Root, bool OnlyInterrupted,
              WriteOutcome &Outcome);

} // namespace immortal::project

#endif
