// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_ANALYZER_H
#define IMMORTAL_TIDY_PROJECT_ANALYZER_H

#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Core/Diagnostic.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <clang-tidy/ClangTidyOptions.h>

namespace immortal::project {

/// What one translation unit said.
struct UnitResult {
  /// Of our checks, in the order of emission, NOLINT already honoured.
  std::vector<clang::tooling::Diagnostic> Findings;
  /// Of the compiler: errors and warnings.
  std::vector<clang::tooling::Diagnostic> Compiler;
};

/// Runs the checks on one translation unit at a time, by clang-tidy's own code,
/// so that findings, NOLINT and .clang-tidy files mean the same as there.
class Analyzer {
public:
  /// \p Overrides: checks and their options on top of .clang-tidy files.
  explicit Analyzer(clang::tidy::ClangTidyOptions Overrides);

  /// Parses what \p Command compiles, reading files through \p Files. Safe to
  /// call from several threads, each with a file system of its own.
  UnitResult
  analyze(const clang::tooling::CompileCommand &Command,
          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) const;

private:
  clang::tidy::ClangTidyOptions Overrides;
};

} // namespace immortal::project

#endif
