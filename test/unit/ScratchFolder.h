// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_UNIT_SCRATCHFOLDER_H
#define IMMORTAL_TIDY_UNIT_SCRATCHFOLDER_H

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

/// A folder for the files of one test.
class ScratchFolder {
public:
  ScratchFolder() {
    llvm::SmallString<128> Made;
    if (llvm::sys::fs::createUniqueDirectory("immortal-tidy", Made) ||
        llvm::sys::fs::real_path(Made, Folder))
      llvm::report_fatal_error("no folder for the files of a test");
  }
  ~ScratchFolder() { (void)llvm::sys::fs::remove_directories(Folder); }
  ScratchFolder(const ScratchFolder &) = delete;
  ScratchFolder &operator=(const ScratchFolder &) = delete;

  std::string path(llvm::StringRef Name = "") const {
    llvm::SmallString<128> Path(Folder);
    if (!Name.empty())
      llvm::sys::path::append(Path, Name);
    return std::string(Path);
  }

  void write(llvm::StringRef Name, llvm::StringRef Text) const {
    const std::string Path = path(Name);
    std::error_code Wrong =
        llvm::sys::fs::create_directories(llvm::sys::path::parent_path(Path));
    llvm::raw_fd_ostream Out(Path, Wrong);
    if (Wrong)
      llvm::report_fatal_error("a test's file cannot be written");
    Out << Text;
  }

private:
  llvm::SmallString<128> Folder;
};

#endif
