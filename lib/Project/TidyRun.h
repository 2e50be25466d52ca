// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_TIDYRUN_H
#define IMMORTAL_TIDY_PROJECT_TIDYRUN_H

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <clang-tidy/ClangTidyDiagnosticConsumer.h>

namespace immortal::project {

/// Runs the checks of \p Context on \p File, which \p Command compiles: what
/// clang::tidy::runClangTidy does, without what that prints.
std::vector<clang::tidy::ClangTidyError>
runChecks(clang::tidy::ClangTidyContext &Context,
          const clang::tooling::CompileCommand &Command, std::string File,
          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files);

} // namespace immortal::project

#endif
