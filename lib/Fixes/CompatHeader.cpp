// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/CompatHeader.h"
#include "Source/SkippedRanges.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace immortal::fixes {

std::optional<FixItHint> includeBehindPython(llvm::StringRef Header,
                                             FileID File,
                                             SourceLocation InPythonHeader,
                                             const SourceManager &SM) {
  const auto IncludeOf = [&](SourceLocation Loc) {
    return source::outOfPreamble(SM.getIncludeLoc(SM.getFileID(Loc)), SM);
  };
  SourceLocation Name = IncludeOf(InPythonHeader);
  while (Name.isValid() && SM.getFileID(Name) != File)
    Name = IncludeOf(Name);
  if (Name.isInvalid() || !Name.isFileID())
    return std::nullopt;

  const llvm::StringRef Rest =
      SM.getBufferData(File).drop_front(SM.getFileOffset(Name));
  if (Rest.empty() || (Rest[0] != '<' && Rest[0] != '"'))
    return std::nullopt;
  const size_t End = Rest.find(Rest[0] == '<' ? '>' : '"', 1);
  if (End == llvm::StringRef::npos || End > Rest.find('\n'))
    return std::nullopt;

  // A replacement, not an insertion: applied twice it is found to be the same.
  const llvm::StringRef Spelled = Rest.take_front(End + 1);
  const bool DosLines = Rest.take_front(Rest.find('\n')).ends_with("\r");
  return FixItHint::CreateReplacement(
      CharSourceRange::getCharRange(
          Name, Name.getLocWithOffset(static_cast<int>(End + 1))),
      (Spelled + (DosLines ? "\r\n" : "\n") + "#include \"" + Header + "\"")
          .str());
}

} // namespace immortal::fixes
