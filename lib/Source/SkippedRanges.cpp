// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/SkippedRanges.h"
#include "Source/HeaderFacts.h"
#include "Source/UserCode.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/DenseSet.h"
#include <mutex>

using namespace clang;

namespace immortal::source {

FileKey fileKey(FileID File, const SourceManager &SM) {
  // 0 is no file's: editors' files need not be what the disk has.
  if (File == SM.getMainFileID() || File == SM.getPreambleFileID())
    return FileKey(0, 0);
  const FileEntry *Entry = SM.getFileEntryForID(File);
  return Entry ? Entry->getUniqueID() : FileKey(0, 1);
}

SourceLocation outOfPreamble(SourceLocation Loc, const SourceManager &SM) {
  if (!Loc.isFileID() || SM.getPreambleFileID().isInvalid())
    return Loc;
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  return File == SM.getPreambleFileID()
             ? SM.getComposedLoc(SM.getMainFileID(), Offset)
             : Loc;
}

class SkippedRangesRecorder : public PPCallbacks {
public:
  SkippedRangesRecorder(std::shared_ptr<SkippedRanges> Into,
                        const SourceManager &SM)
      : Into(std::move(Into)), SM(SM) {}
  ~SkippedRangesRecorder() override { Into->PP = nullptr; }

  void SourceRangeSkipped(SourceRange Range, SourceLocation) override {
    // It may begin in the preamble and end in the main file.
    const auto [File, Begin] =
        SM.getDecomposedLoc(outOfPreamble(Range.getBegin(), SM));
    const auto [EndFile, End] = SM.getDecomposedLoc(Range.getEnd());
    if (File == EndFile)
      Into->Ranges.push_back({fileKey(File, SM), File, Begin, End});
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

std::shared_ptr<SkippedRanges> SkippedRanges::of(Preprocessor &PP) {
  // clangd has a thread for each translation unit.
  static thread_local std::weak_ptr<SkippedRanges> Last;
  std::shared_ptr<SkippedRanges> Result = Last.lock();
  if (!Result || Result->PP != &PP) {
    Result = std::make_shared<SkippedRanges>();
    Result->PP = &PP;
    PP.addPPCallbacks(
        std::make_unique<SkippedRangesRecorder>(Result, PP.getSourceManager()));
    Last = Result;
  }
  return Result;
}

bool SkippedRanges::contains(SourceLocation Loc,
                             const SourceManager &SM) const {
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  const FileKey Key = fileKey(File, SM);
  return llvm::any_of(
      Ranges, [&, File = File, Offset = Offset](const SkippedRange &Range) {
        return (Range.File.isValid() ? Range.File == File : Range.Key == Key) &&
               Range.Begin <= Offset && Offset < Range.End;
      });
}

/// What was met in a preamble, in terms that hold where it is loaded.
struct KeptPreamble {
  /// The beginning of the main file.
  std::string Main;
  /// All other files of the user.
  std::vector<std::string> Texts;
  std::vector<SkippedRange> Ranges;
  llvm::StringSet<> Missing;
  std::shared_ptr<const HeaderFacts> Facts;
};

namespace {
/// The newest preamble of each main file. clangd builds a preamble in one
/// thread and loads it in others.
struct KeptPreambles {
  std::mutex Mutex;
  llvm::StringMap<std::shared_ptr<const KeptPreamble>> ByMainFile;
};
} // namespace

static KeptPreambles &keptPreambles() {
  static KeptPreambles Kept;
  return Kept;
}

static llvm::StringRef mainFileName(const SourceManager &SM) {
  const OptionalFileEntryRef Main = SM.getFileEntryRefForID(SM.getMainFileID());
  return Main ? Main->getName() : "";
}

void SkippedRanges::keepAsPreamble(Preprocessor &PP,
                                   ASTContext &Context) const {
  const SourceManager &SM = PP.getSourceManager();
  const UserCode Code(SM, PP);
  auto Kept = std::make_shared<KeptPreamble>();
  Kept->Main = SM.getBufferData(SM.getMainFileID()).str();
  Kept->Missing = Missing;
  Kept->Facts = headerFactsOf(PP, Context, Files);
  for (const FileID File : Files)
    if (File != SM.getMainFileID() && Code.ownerOf(File) == Owner::User)
      Kept->Texts.push_back(SM.getBufferData(File).str());
  // A second inclusion skips what the first one had, by the file's own guard.
  for (const SkippedRange &Range : Ranges)
    if (llvm::is_contained(Files, Range.File) &&
        Code.ownerOf(Range.File) == Owner::User)
      Kept->Ranges.push_back({Range.Key, FileID(), Range.Begin, Range.End});
  KeptPreambles &All = keptPreambles();
  const std::lock_guard<std::mutex> Lock(All.Mutex);
  All.ByMainFile[mainFileName(SM)] = std::move(Kept);
}

void SkippedRanges::addPreamble(Preprocessor &PP) {
  const unsigned Size = PP.getPreprocessorOpts().PrecompiledPreambleBytes.first;
  if (!Size || std::exchange(HasPreamble, true))
    return;
  const SourceManager &SM = PP.getSourceManager();
  {
    KeptPreambles &All = keptPreambles();
    const std::lock_guard<std::mutex> Lock(All.Mutex);
    Preamble = All.ByMainFile.lookup(mainFileName(SM));
  }
  if (Preamble &&
      Preamble->Main != SM.getBufferData(SM.getMainFileID()).take_front(Size))
    Preamble.reset();
  LacksPreamble = !Preamble;
  if (LacksPreamble)
    return;
  Ranges.append(Preamble->Ranges.begin(), Preamble->Ranges.end());
  for (const auto &Header : Preamble->Missing)
    Missing.insert(Header.first());
}

llvm::ArrayRef<std::string> SkippedRanges::preambleTexts() const {
  return Preamble ? llvm::ArrayRef(Preamble->Texts)
                  : llvm::ArrayRef<std::string>();
}

const HeaderFacts *SkippedRanges::headerFacts() const {
  return Preamble ? Preamble->Facts.get() : nullptr;
}

} // namespace immortal::source
