// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Analyzer.h"
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyDiagnosticConsumer.h>

namespace immortal::project {

using clang::tooling::CompileCommand;

namespace {
/// A database that knows one command.
class OneCommand : public clang::tooling::CompilationDatabase {
public:
  explicit OneCommand(const CompileCommand &Command) : Command(Command) {}

  std::vector<CompileCommand>
  getCompileCommands(llvm::StringRef File) const override {
    return {Command};
  }

private:
  const CompileCommand &Command;
};
} // namespace

Analyzer::Analyzer(clang::tidy::ClangTidyOptions Overrides)
    : Overrides(std::move(Overrides)) {}

UnitResult
Analyzer::analyze(const CompileCommand &Command,
                  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) const {
  using namespace clang::tidy;
  llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> Overlay =
      llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Files);
  ClangTidyContext Context(std::make_unique<FileOptionsProvider>(
      ClangTidyGlobalOptions(), ClangTidyOptions::getDefaults(), Overrides,
      Files));
  const std::vector<ClangTidyError> Errors =
      runClangTidy(Context, OneCommand(Command), {Command.Filename}, Overlay,
                   /*ApplyAnyFix=*/false);

  UnitResult Result;
  for (const ClangTidyError &Error : Errors)
    (llvm::StringRef(Error.DiagnosticName).starts_with("clang-diagnostic-")
         ? Result.Compiler
         : Result.Findings)
        .push_back(Error);
  return Result;
}

} // namespace immortal::project
