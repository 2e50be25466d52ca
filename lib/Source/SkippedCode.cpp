// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/SkippedCode.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::source {

SkippedCode::SkippedCode(const SkippedRanges &Skipped, const SourceManager &SM)
    : SM(SM) {
  for (const SourceRange &Range : Skipped.ranges()) {
    const auto [File, Begin] = SM.getDecomposedLoc(Range.getBegin());
    const auto [EndFile, End] = SM.getDecomposedLoc(Range.getEnd());
    if (File == EndFile)
      Ranges[SM.getFileEntryForID(File)].push_back({Begin, End});
  }
}

bool SkippedCode::contains(const LexedFile &File, unsigned Offset) const {
  const auto Found = Ranges.find(SM.getFileEntryForID(File.file()));
  if (Found == Ranges.end())
    return false;
  return llvm::any_of(Found->second, [&](const auto &Range) {
    if (Offset <= Range.first || Offset >= Range.second)
      return false;
    const auto First = llvm::find_if(File.Directives, [&](const Directive &D) {
      return D.Hash == Range.first;
    });
    return First == File.Directives.end() || Offset >= First->LinesEnd;
  });
}

bool SkippedCode::mayContain(const LexedFile &File, unsigned Offset) const {
  if (contains(File, Offset))
    return true;
  // The main file behind the preamble is lexed as usual.
  const bool IsMain = File.file() == SM.getMainFileID();
  if (SM.getPreambleFileID().isInvalid() ||
      (IsMain && Offset >= SM.getFileIDSize(SM.getPreambleFileID())))
    return false;
  return llvm::any_of(File.conditionals(), [&](const Conditional &C) {
    const Directive &If = File.Directives[C.Branches.front()];
    return If.LinesEnd <= Offset && Offset < File.Directives[C.End].Hash;
  });
}

} // namespace immortal::source
