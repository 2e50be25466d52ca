// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/SkippedRanges.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace immortal::source {

class SkippedRangesRecorder : public PPCallbacks {
public:
  SkippedRangesRecorder(std::shared_ptr<SkippedRanges> Into,
                        const SourceManager &SM)
      : Into(std::move(Into)), SM(SM) {}

  void SourceRangeSkipped(SourceRange Range, SourceLocation) override {
    Into->Ranges.push_back(Range);
  }

  void LexedFileChanged(FileID File, LexedFileChangeReason Reason,
                        SrcMgr::CharacteristicKind, FileID,
                        SourceLocation) override {
    if (Reason != LexedFileChangeReason::EnterFile)
      return;
    OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
    if (Entry && Seen.insert(&Entry->getFileEntry()).second)
      Into->Files.push_back(File);
  }

  bool FileNotFound(llvm::StringRef Header) override {
    Into->Missing.insert(Header);
    return false;
  }

private:
  std::shared_ptr<SkippedRanges> Into;
  const SourceManager &SM;
  llvm::DenseSet<const FileEntry *> Seen;
};

std::unique_ptr<PPCallbacks>
SkippedRanges::record(std::shared_ptr<SkippedRanges> Into,
                      const SourceManager &SM) {
  return std::make_unique<SkippedRangesRecorder>(std::move(Into), SM);
}

bool SkippedRanges::contains(SourceLocation Loc,
                             const SourceManager &SM) const {
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  return llvm::any_of(Ranges,
                      [&, File = File, Offset = Offset](SourceRange Range) {
                        return SM.getFileID(Range.getBegin()) == File &&
                               SM.getFileOffset(Range.getBegin()) <= Offset &&
                               Offset < SM.getFileOffset(Range.getEnd());
                      });
}

} // namespace immortal::source
