// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/SkippedCode.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::source {

SkippedCode::SkippedCode(const SkippedRanges &Skipped, const SourceManager &SM)
    : SM(SM) {
  for (const SkippedRange &Range : Skipped.ranges())
    Ranges[Range.Key].push_back({Range.Begin, Range.End});
}

bool SkippedCode::contains(const LexedFile &File, unsigned Offset) const {
  const auto Found = Ranges.find(fileKey(File.file(), SM));
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

} // namespace immortal::source
