// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clang-tidy with the cpython-* checks inside; same command line.

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"
#include <clang-tidy/tool/ClangTidyMain.h>

int main(int Argc, const char **Argv) {
  llvm::cl::SetVersionPrinter([](llvm::raw_ostream &Out) {
    Out << "immortal-tidy " IMMORTAL_TIDY_VERSION
           " (clang-tidy of LLVM " LLVM_VERSION_STRING ")\n";
  });
  return clang::tidy::clangTidyMain(Argc, Argv);
}
