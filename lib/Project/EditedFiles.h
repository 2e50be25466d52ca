// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_EDITEDFILES_H
#define IMMORTAL_TIDY_PROJECT_EDITEDFILES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace immortal::project {

/// Texts of files by real path.
using FileTexts = llvm::StringMap<std::string>;

/// The real file system, in which the files of \p Texts have those texts,
/// whatever path leads to them; files that do not exist are there. \p Texts
/// must outlive the result. For one thread, with a current folder of its own.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
withTexts(const FileTexts &Texts);

} // namespace immortal::project

#endif
