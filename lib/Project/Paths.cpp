// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Paths.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace immortal::project {

std::string realPath(llvm::StringRef Path, llvm::StringRef Folder) {
  llvm::SmallString<256> Absolute;
  if (!llvm::sys::path::is_absolute(Path))
    Absolute = Folder;
  llvm::sys::path::append(Absolute, Path);
  llvm::SmallString<256> Real;
  if (!llvm::sys::fs::make_absolute(Absolute) &&
      !llvm::sys::fs::real_path(Absolute, Real))
    return std::string(Real);
  llvm::sys::path::remove_dots(Absolute);
  return std::string(Absolute);
}

bool isBelow(llvm::StringRef Path, llvm::StringRef Folder) {
  return Path.consume_front(Folder) &&
         (Path.empty() || Folder.ends_with("/") ||
          llvm::sys::path::is_separator(Path.front()));
}

llvm::StringRef relativeTo(llvm::StringRef Path, llvm::StringRef Folder) {
  if (Path == Folder || !isBelow(Path, Folder))
    return Path;
  return Path.drop_front(Folder.size()).ltrim(llvm::sys::path::get_separator());
}

llvm::StringRef commonFolder(llvm::StringRef A, llvm::StringRef B) {
  while (!A.empty() && !isBelow(B, A))
    A = llvm::sys::path::parent_path(A);
  return A;
}

} // namespace immortal::project
