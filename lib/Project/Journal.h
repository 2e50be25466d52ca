// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_JOURNAL_H
#define IMMORTAL_TIDY_PROJECT_JOURNAL_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace immortal::project {

/// The folder in the project's root that keeps what `--undo` needs.
inline constexpr llvm::StringLiteral JournalFolder = ".immortal-migrate";

/// A number for bytes that no other bytes have, in hexadecimal.
std::string fingerprint(llvm::StringRef Bytes);

/// One file that a run writes.
struct JournalEntry {
  /// Relative to the project's real root, without links, `.` and `..`.
  std::string Path;
  /// Fingerprints; Before is empty if the run creates the file.
  std::string Before, After;
};

/// The record of one run. Its folder is JournalFolder/run-N, with
///   journal.json  the entries, there before any source file is touched
///   0, 1, ...     the text before, of the entry with that index
///   replacing     from now on files are replaced by their temporary ones
///   done          all are
/// Without journal.json the folder means nothing: the run was interrupted
/// before it touched a source file, or has been taken back.
class Journal {
public:
  /// The record of run \p Number in the project at \p Root, a real path.
  Journal(llvm::StringRef Root, unsigned Number);

  /// The number of the last run that has a record, 0 if there is none.
  static unsigned last(llvm::StringRef Root);

  /// Removes what runs left that never had a record, or have none any more.
  static void sweep(llvm::StringRef Root);

  /// Makes the folder of this run.
  std::error_code begin();
  /// Saves \p Entries, so that they are on the disk.
  std::error_code save(std::vector<JournalEntry> Entries);
  std::error_code saveBefore(unsigned Index, llvm::StringRef Bytes);
  std::error_code markReplacing();
  std::error_code markDone();

  /// Reads what save() wrote; an error if it cannot be that.
  llvm::Error load();
  bool isDone() const;
  /// Whether the entry's file may have its new text.
  bool mayBeReplaced(unsigned Index) const;
  /// Removes the record, the entries first.
  std::error_code discard();

  llvm::ArrayRef<JournalEntry> entries() const { return Entries; }
  /// Where the text before is kept.
  std::string beforePath(unsigned Index) const;
  /// Where the entry's file is.
  std::string targetPath(unsigned Index) const;
  /// The names, next to that file, of its new text before it is in its place,
  /// and of its old text before that is again.
  std::string newPath(unsigned Index) const;
  std::string oldPath(unsigned Index) const;
  llvm::StringRef folder() const { return Folder; }

private:
  std::error_code mark(llvm::StringRef Name);
  std::string nextTo(unsigned Index, llvm::StringRef Ending) const;

  std::string Root;
  unsigned Number;
  std::string Folder;
  std::vector<JournalEntry> Entries;
};

} // namespace immortal::project

#endif
