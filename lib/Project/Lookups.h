// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_LOOKUPS_H
#define IMMORTAL_TIDY_PROJECT_LOOKUPS_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <mutex>

namespace immortal::project {

/// What a scan asked the file system, and what the answers were: the same scan
/// says the same as long as they stay, and what it read does.
class Lookups {
public:
  /// The files of the machine, with every question noted here. One for each
  /// thread: it has a current folder.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> recorder();

  /// The files that were read, and whether each still is as it was then.
  std::vector<std::string> readFiles() const;
  bool areReadFilesUnchanged() const;

  llvm::json::Value toJson() const;

private:
  class Recorder;
  void note(const llvm::Twine &Path, bool IsRead);
  void noteListing(const llvm::Twine &Folder);

  struct Answer {
    llvm::sys::fs::file_status Status;
    bool IsRead = false;
  };
  mutable std::mutex Lock;
  llvm::StringMap<Answer> Asked;
  llvm::StringMap<std::string> Listed;
};

/// Whether the answers that Lookups::toJson wrote are still the same.
bool haveSameAnswers(const llvm::json::Value &Lookups);

} // namespace immortal::project

#endif
