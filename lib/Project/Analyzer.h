// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_ANALYZER_H
#define IMMORTAL_TIDY_PROJECT_ANALYZER_H

#include "Project/UnitFacts.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Core/Diagnostic.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <clang-tidy/ClangTidyOptions.h>

namespace immortal::project {

/// What one translation unit said.
struct UnitResult {
  /// Of our checks, in the order of emission, NOLINT already honoured.
  std::vector<clang::tooling::Diagnostic> Findings;
  /// What they would find with ReportUnknown, if that is not switched on: calls
  /// that may refuse. No findings, but no fix may add to them.
  std::vector<clang::tooling::Diagnostic> Doubts;
  /// Of the compiler: errors and warnings.
  std::vector<clang::tooling::Diagnostic> Compiler;
  /// Options of the checks with values that cannot be.
  std::vector<std::string> WrongSettings;
  UnitFacts Facts;
  /// The analysis died here; the rest is empty.
  bool Crashed = false;

  /// The first error, after which nothing is proven; nullptr if there is none.
  const clang::tooling::Diagnostic *firstError() const;
};

/// Which checks run and how, as the command line says.
struct CheckSettings {
  /// Globs as in clang-tidy's --checks, on top of all checks of this project
  /// and of what .clang-tidy files say about them.
  std::string Checks;
  /// `check.Option` and value; stronger than what .clang-tidy files say.
  clang::tidy::ClangTidyOptions::OptionMap Options;
  /// The oldest Python of the run; used where nobody says MinimumPython.
  std::string OldestPython;
};

/// Adds \p Option, which is `KEY=VALUE` or `check.KEY=VALUE`, to \p Into. The
/// error names the options that there are.
llvm::Error addOption(CheckSettings &Into, llvm::StringRef Option);

/// Whether \p Settings leaves a check on.
bool hasChecks(const CheckSettings &Settings);

/// \p Command with the flags that .clang-tidy files add, and the macro that
/// clang-tidy defines.
clang::tooling::CompileCommand
parsedCommand(clang::tooling::CompileCommand Command,
              const clang::tidy::ClangTidyOptions &Settings);

/// Runs the checks on one translation unit at a time, by clang-tidy's own code,
/// so that findings, NOLINT and .clang-tidy files mean the same as there. But a
/// .clang-tidy file can only switch off checks that it names: one that lists
/// other checks does not speak of ours.
class Analyzer {
public:
  explicit Analyzer(CheckSettings Settings);

  /// What .clang-tidy files and the command line say about \p File.
  clang::tidy::ClangTidyOptions settingsFor(llvm::StringRef File) const;

  /// Parses what \p Command compiles, reading files through \p Files. Safe to
  /// call from several threads, each with a file system of its own.
  /// \p ModelFile: one more, weaker than those of the user.
  UnitResult
  analyze(const clang::tooling::CompileCommand &Command,
          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
          llvm::StringRef ModelFile = "") const;

  /// What is wrong with settingsFor(\p File), which is not parsed.
  std::vector<std::string> wrongSettingsFor(llvm::StringRef File) const;

  /// As analyze without our checks, for UnitFacts::Rows of \p Functions.
  UnitResult describeFunctions(
      const clang::tooling::CompileCommand &Command,
      const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
      const llvm::StringSet<> &Functions) const;

private:
  UnitResult run(const clang::tooling::CompileCommand &Command,
                 const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
                 clang::tidy::ClangTidyOptions Strongest,
                 llvm::StringRef ModelFile) const;

  clang::tidy::ClangTidyOptions Defaults, Overrides;
};

} // namespace immortal::project

#endif
