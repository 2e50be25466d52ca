// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clangd with the cpython-* checks inside; same command line.

// LLVM ships the library of this function, and no header for it.
namespace clang::clangd {
int clangdMain(int Argc, char *Argv[]);
} // namespace clang::clangd

int main(int Argc, char *Argv[]) {
  return clang::clangd::clangdMain(Argc, Argv);
}
