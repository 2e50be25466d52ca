// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_JOURNALLOCK_H
#define IMMORTAL_TIDY_PROJECT_JOURNALLOCK_H

#include "Project/Migration.h"

namespace immortal::project {

/// What is wrong with \p File, as the system says, and what helps.
Problem problemOf(llvm::StringRef File, const llvm::Twine &What,
                  std::error_code Failure);

/// The folder of journals, held by one process at a time. It is made when it is
/// missing, and removed again at the end if no journal is in it.
class JournalLock {
public:
  /// \p Root: a real path.
  explicit JournalLock(llvm::StringRef Root);
  JournalLock(const JournalLock &) = delete;
  JournalLock &operator=(const JournalLock &) = delete;
  ~JournalLock();

  /// Why the folder cannot be used; std::nullopt if it is held.
  const std::optional<Problem> &failure() const { return Failure; }

private:
  std::optional<Problem> acquire();
  void removeIfUnused();

  std::string Root, Folder;
  int File = -1;
  std::optional<Problem> Failure;
};

} // namespace immortal::project

#endif
