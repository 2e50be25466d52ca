// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clang-tidy with the cpython-* checks inside; same command line.

#include <clang-tidy/tool/ClangTidyMain.h>

int main(int Argc, const char **Argv) {
  return clang::tidy::clangTidyMain(Argc, Argv);
}
