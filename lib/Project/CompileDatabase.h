// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_COMPILEDATABASE_H
#define IMMORTAL_TIDY_PROJECT_COMPILEDATABASE_H

#include "Project/Migration.h"
#include "clang/Tooling/CompilationDatabase.h"

namespace immortal::project {

/// A compile_commands.json, as far as it is usable.
struct CompileDatabase {
  /// Absolute; empty if there is none.
  std::string File;
  /// Null if no entry is usable. Response files are expanded, and commands of
  /// files without an entry are taken from the most similar one.
  std::unique_ptr<clang::tooling::CompilationDatabase> Commands;
  /// The entries that are left out, and why.
  std::vector<Problem> Problems;
};

/// Reads \p Path, a compile_commands.json or the folder of one. Nothing that it
/// says is executed.
CompileDatabase loadCompileDatabase(llvm::StringRef Path);

/// Reads the compile_commands.json of \p Folder or of the nearest folder around
/// it that has one.
CompileDatabase findCompileDatabase(llvm::StringRef Folder);

} // namespace immortal::project

#endif
