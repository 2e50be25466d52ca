// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_DURABLEFILE_H
#define IMMORTAL_TIDY_PROJECT_DURABLEFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ErrorOr.h"
#include <string>

namespace immortal::project {

/// The bytes of a regular file, unchanged. They are read and never mapped: a
/// file that somebody cuts short would end the program.
llvm::ErrorOr<std::string> readBytes(llvm::StringRef Path);

/// Makes a file that did not exist, with \p Bytes, and waits until they are on
/// the disk. Owner, permissions and extended attributes are those of the file
/// \p Like, as far as they can be given; if it is empty, those of any new file.
/// On failure no file is left.
std::error_code writeNewFile(llvm::StringRef Path, llvm::StringRef Bytes,
                             llvm::StringRef Like = "");

/// Waits until the names in \p Folder are on the disk.
std::error_code syncFolder(llvm::StringRef Folder);

/// Gives the file \p From the name \p To, in place of the file that has it, in
/// one step, and waits until that is on the disk.
std::error_code renameFile(llvm::StringRef From, llvm::StringRef To);

/// Removes a name, if it is there, and waits until that is on the disk.
std::error_code removeFile(llvm::StringRef Path);

} // namespace immortal::project

#endif
