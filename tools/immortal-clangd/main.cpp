// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clangd with the cpython-* checks inside; same command line.

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/raw_ostream.h"

// LLVM ships the library of this function, and no header for it.
namespace clang::clangd {
int clangdMain(int Argc, char *Argv[]);
} // namespace clang::clangd

int main(int Argc, char *Argv[]) {
  // clangd prints its own version, which editors read, and takes no printer.
  const llvm::ArrayRef<char *> Arguments(Argv, Argc);
  if (llvm::any_of(Arguments, [](llvm::StringRef Word) {
        return Word == "--version" || Word == "-version";
      })) {
    llvm::outs() << "immortal-clangd " IMMORTAL_TIDY_VERSION
                    " (clangd of LLVM " LLVM_VERSION_STRING ")\n";
    llvm::outs().flush();
  }
  return clang::clangd::clangdMain(Argc, Argv);
}
