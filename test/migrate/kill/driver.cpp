// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes files as immortal-migrate does, without analysing anything:
//   driver write ROOT FILE=TEXT...    a file that is not there is made
//   driver recover ROOT
//   driver undo ROOT

#include "Project/DurableFile.h"
#include "Project/Transaction.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace immortal::project;

static WriteOutcome write(llvm::StringRef Root,
                          llvm::ArrayRef<const char *> Asked) {
  std::vector<Change> Changes;
  for (const llvm::StringRef Each : Asked) {
    const auto [File, Text] = Each.split('=');
    Change C = {File.str(), "", Text.str()};
    if (auto Before = readBytes(File))
      C.Before = *Before;
    else
      C.IsNew = true;
    Changes.push_back(C);
  }
  return writeChanges(Root, Changes);
}

int main(int Argc, char **Argv) {
  const llvm::ArrayRef<const char *> Arguments(Argv + 1, Argc - 1);
  if (Arguments.size() < 2)
    return 2;
  const llvm::StringRef Command = Arguments[0], Root = Arguments[1];
  const WriteOutcome Outcome = Command == "write"
                                   ? write(Root, Arguments.drop_front(2))
                               : Command == "undo" ? undo(Root)
                                                   : recover(Root);
  for (const Problem &P : Outcome.Problems)
    llvm::errs() << P.File << ": " << P.Text << "\n";
  return Outcome.Problems.empty() ? 0 : 1;
}
