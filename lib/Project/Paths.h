// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PATHS_H
#define IMMORTAL_TIDY_PROJECT_PATHS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace immortal::project {

/// The one absolute path of the file or folder that \p Path reaches, without
/// symlinks, `.` and `..`; without `.` only if there is no such file. A
/// relative path is relative to \p Folder, which is the current one if empty.
std::string realPath(llvm::StringRef Path, llvm::StringRef Folder = "");

/// Whether \p Path is \p Folder or below it. Both are real paths.
bool isBelow(llvm::StringRef Path, llvm::StringRef Folder);

/// \p Path relative to \p Folder, if it is below it: how a person knows it.
llvm::StringRef relativeTo(llvm::StringRef Path, llvm::StringRef Folder);

/// The deepest folder that is around both.
llvm::StringRef commonFolder(llvm::StringRef A, llvm::StringRef B);

} // namespace immortal::project

#endif
