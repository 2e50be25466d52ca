// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Prefilter.h"
#include "CAPI/TriggerWords.h"
#include "Source/InternalHeaders.h"
#include "Source/UserCode.h"
#include "llvm/Support/Path.h"

using clang::tooling::CompileCommand;

namespace immortal::project {

static WordSearch searchFor(llvm::ArrayRef<std::string> MoreWords) {
  llvm::SmallVector<llvm::StringRef, 16> Words;
  for (const capi::TriggerWord &Word : capi::triggerWords())
    Words.push_back(Word.Text);
  llvm::append_range(Words, MoreWords);
  return WordSearch(Words);
}

Prefilter::Prefilter(llvm::ArrayRef<std::string> MoreWords)
    : MoreWords(MoreWords), Facts(searchFor(MoreWords)) {}

UnitInputs Prefilter::inputsOf(const CompileCommand &Command) {
  return {Scan.of(Command)};
}

/// The folder of Python.h and patchlevel.h, as source::UserCode finds it, with
/// a separator at its end; empty if there is none.
static std::string pythonFolder(llvm::ArrayRef<std::string> Files) {
  for (llvm::StringRef File : Files) {
    if (llvm::sys::path::filename(File) != "patchlevel.h")
      continue;
    const llvm::StringRef Folder = llvm::sys::path::parent_path(File);
    if (llvm::is_contained(Files, (Folder + "/Python.h").str()))
      return (Folder + "/").str();
  }
  return "";
}

/// What the command line defines, as the file that it stands for.
static std::string definitionsIn(llvm::ArrayRef<std::string> Arguments) {
  std::string Text;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    llvm::StringRef Macro = Arguments[I];
    if (!Macro.consume_front("-D") && !Macro.consume_front("/D"))
      continue;
    if (Macro.empty() && I + 1 < Arguments.size())
      Macro = Arguments[I + 1];
    const auto [Name, Value] = Macro.split('=');
    Text += ("#define " + Name + " " + Value + "\n").str();
  }
  return Text;
}

static bool mentionsBuildCore(llvm::ArrayRef<std::string> Arguments) {
  return llvm::any_of(capi::triggerWords(), [&](const capi::TriggerWord &W) {
    return W.About == capi::Topic::BuildCore &&
           llvm::any_of(Arguments, [&](llvm::StringRef Argument) {
             return Argument.contains(W.Text);
           });
  });
}

/// Whether \p File, of a unit with Python's headers in \p Python, is not the
/// user's.
static bool isForeign(llvm::StringRef File, llvm::StringRef Python) {
  return source::isVendoredHeader(File) ||
         (!Python.empty() && File.starts_with(Python));
}

bool Prefilter::spellsMore(const CompileCommand &Command,
                           const UnitInputs &Inputs) {
  if (!Inputs.Files)
    return true;
  for (llvm::StringRef Argument : Command.CommandLine)
    if (llvm::any_of(MoreWords, [&](const std::string &Word) {
          return Argument.contains(Word);
        }))
      return true;
  const std::string Python = pythonFolder(*Inputs.Files);
  const int LastOfTable = static_cast<int>(capi::triggerWords().size()) - 1;
  return llvm::any_of(*Inputs.Files, [&](llvm::StringRef File) {
    if (isForeign(File, Python))
      return false;
    const FileWords &Found = Facts.wordsOf(File);
    return !Found.IsKnown || Found.Words.find_next(LastOfTable) != -1;
  });
}

bool Prefilter::mayFind(const CompileCommand &Command,
                        const UnitInputs &Inputs) {
  if (!Inputs.Files || mentionsBuildCore(Command.CommandLine))
    return true;
  const std::string Python = pythonFolder(*Inputs.Files);
  std::vector<const source::BareCounts *> Counts;
  for (llvm::StringRef File : *Inputs.Files) {
    if (source::isInternalHeaderName(File))
      return true;
    if (isForeign(File, Python))
      continue;
    const FileWords &Found = Facts.wordsOf(File);
    if (!Found.IsKnown || Found.Words.any())
      return true;
    Counts.push_back(&Found.Counts);
  }
  const std::string Definitions = definitionsIn(Command.CommandLine);
  const source::BareCounts FromCommand = source::bareCountsIn(Definitions);
  Counts.push_back(&FromCommand);
  return source::mayInitializeCount(Counts);
}

} // namespace immortal::project
