// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_FILEFACTS_H
#define IMMORTAL_TIDY_PROJECT_FILEFACTS_H

#include "Project/WordSearch.h"
#include "Source/BareCounts.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/FileSystem.h"
#include <memory>
#include <mutex>

namespace immortal::project {

/// The hash of some bytes.
using Digest = llvm::BLAKE3Result<>;

/// What is to know about the bytes of one file.
struct FileFact {
  bool IsReadable = false;
  llvm::sys::fs::file_status Status;
  Digest Hash{};
};

/// What is to know about its code; nothing if it is not what was hashed any
/// more.
struct FileWords {
  bool IsKnown = false;
  /// The words of the search that the file holds.
  llvm::BitVector Words;
  source::BareCounts Counts;
};

/// Looks at every file once for the whole run.
class FileFacts {
public:
  /// \p Words: what to search for.
  explicit FileFacts(WordSearch Words);

  /// Safe to call from several threads; the result stays.
  const FileFact &of(llvm::StringRef Path);
  const FileWords &wordsOf(llvm::StringRef Path);

  /// Whether the file still is as it was read, as far as the file system tells.
  bool isUnchanged(llvm::StringRef Path);

private:
  struct Entry {
    std::once_flag Read, Searched;
    FileFact Fact;
    FileWords Words;
  };
  Entry &entryOf(llvm::StringRef Path);

  const WordSearch Words;
  std::mutex Lock;
  llvm::StringMap<std::unique_ptr<Entry>> Files;
};

} // namespace immortal::project

#endif
