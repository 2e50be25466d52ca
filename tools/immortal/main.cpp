// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All tools in one executable, for packages that carry clang themselves: three
// executables would carry it three times. Which tool it is goes by its name.

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

// The mains of the tools, renamed by CMakeLists.txt.
int immortalTidyMain(int Argc, const char **Argv);
int immortalMigrateMain(int Argc, const char **Argv);
int immortalClangdMain(int Argc, char **Argv);

/// Whether every tool has the option: --help, --version and their kin.
static bool isGeneric(const llvm::cl::Option &Option) {
  return llvm::any_of(Option.Categories, [](const auto *Category) {
    return Category->getName() == "Generic Options";
  });
}

/// Forgets the options that other tools registered before main: names such as
/// --checks and --fix are those of more than one.
static void forgetOptions() {
  llvm::SmallVector<llvm::cl::Option *> Others;
  for (auto &Option : llvm::cl::getRegisteredOptions())
    if (!isGeneric(*Option.second))
      Others.push_back(Option.second);
  for (llvm::cl::Option *Option : Others)
    Option->removeArgument();
}

int main(int Argc, char **Argv) {
  const llvm::StringRef Name =
      llvm::sys::path::stem(Argc ? Argv[0] : "immortal");
  auto *const Arguments = const_cast<const char **>(Argv);
  if (Name == "immortal-tidy")
    return immortalTidyMain(Argc, Arguments);
  if (Name == "immortal-clangd")
    return immortalClangdMain(Argc, Argv);
  if (Name == "immortal-migrate") {
    forgetOptions();
    return immortalMigrateMain(Argc, Arguments);
  }
  llvm::errs() << "error: '" << Name
               << "' is none of immortal-tidy, immortal-migrate and "
                  "immortal-clangd; start this under one of these names\n";
  return 2;
}
