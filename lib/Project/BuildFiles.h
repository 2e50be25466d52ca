// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_BUILDFILES_H
#define IMMORTAL_TIDY_PROJECT_BUILDFILES_H

#include "Project/Migration.h"
#include "llvm/ADT/ArrayRef.h"

namespace immortal::project {

/// The offsets in \p Text at which the build file \p Name, without folder,
/// gives one of the Py_BUILD_CORE macros to the compiler; none if it is no
/// build file (BuildFiles.def). Comments, lines with NOLINT and files that a
/// program wrote do not count.
std::vector<size_t> buildCoreIn(llvm::StringRef Name, llvm::StringRef Text);

/// The build files of a project: those around \p Sources, up to the folder \p
/// Root, and those below \p Root if that has one itself. All paths are real.
std::vector<std::string> findBuildFiles(llvm::StringRef Root,
                                        llvm::ArrayRef<std::string> Sources);

/// Adds to \p Into a finding for each place of buildCoreIn in \p Files, and the
/// texts of those files. They are never edited.
void addBuildFindings(llvm::ArrayRef<std::string> Files, Migration &Into);

} // namespace immortal::project

#endif
