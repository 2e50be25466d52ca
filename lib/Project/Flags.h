// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_FLAGS_H
#define IMMORTAL_TIDY_PROJECT_FLAGS_H

#include "Project/Configuration.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/ArrayRef.h"

namespace immortal::project {

/// Flags that the user adds to every compile command.
struct ExtraFlags {
  /// As after -I, absolute; and as after -D.
  std::vector<std::string> Includes, Defines;
  /// As after -std=, for files of the language that has such a standard.
  std::vector<std::string> Standards;
  /// Whole arguments, last.
  std::vector<std::string> Arguments;
};

/// The endings of files that are compiled as C, and as C++.
bool isCFile(llvm::StringRef Path);
bool isCxxFile(llvm::StringRef Path);

/// A command for \p File, which nobody compiles otherwise.
clang::tooling::CompileCommand commandFor(llvm::StringRef File);

/// \p Command without what only other compilers understand and without turning
/// warnings into errors; with the headers of \p Python in place of those that
/// it names, if \p Python has a name; and with \p Extra.
clang::tooling::CompileCommand withFlags(clang::tooling::CompileCommand Command,
                                         const Configuration &Python,
                                         const ExtraFlags &Extra);

} // namespace immortal::project

#endif
