// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_TRANSACTION_H
#define IMMORTAL_TIDY_PROJECT_TRANSACTION_H

#include "Project/Migration.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace immortal::project {

/// What became of writing files, or of taking that back.
struct WriteOutcome {
  /// The files that changed, absolute, links resolved.
  std::vector<std::string> Written;
  /// Why not all is as asked for. Each says what to do.
  std::vector<Problem> Problems;
  /// What the user may not expect, though all went well.
  std::vector<Problem> Remarks;
};

/// Writes all of \p Changes or none. Each file has its old or its new text at
/// any moment, even if this process is killed; then recover() or undo() makes
/// all of them old. Links are followed; owner and permissions are kept. Not
/// written, and a problem: a file whose text is not Change::Before any more,
/// one that is outside of \p Root when links are resolved, or may not be
/// written.
///
/// \p Objection is asked when all are written, and before that counts: if it
/// returns a text, or this process is killed meanwhile, it is as if one could
/// not be written, and the text is a problem.
WriteOutcome
writeChanges(llvm::StringRef Root, llvm::ArrayRef<Change> Changes,
             llvm::function_ref<std::string()> Objection = nullptr);

/// Whether a writeChanges() was interrupted, so that some files may be new.
bool isInterrupted(llvm::StringRef Root);

/// Takes an interrupted writeChanges() back; does nothing if there is none.
WriteOutcome recover(llvm::StringRef Root);

/// Takes the last run back that wrote something, interrupted or not. A file
/// that was edited since is left as it is, a problem.
WriteOutcome undo(llvm::StringRef Root);

} // namespace immortal::project

#endif
