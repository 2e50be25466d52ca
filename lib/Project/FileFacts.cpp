// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/FileFacts.h"
#include "Project/DurableFile.h"
#include "llvm/ADT/StringExtras.h"

namespace immortal::project {

FileFacts::FileFacts(WordSearch Words) : Words(std::move(Words)) {}

static Digest hashOf(llvm::StringRef Text) {
  return llvm::BLAKE3::hash(llvm::arrayRefFromStringRef(Text));
}

static FileFact factOf(llvm::StringRef Path) {
  FileFact Fact;
  // Asked before reading: a change in between shows later.
  if (llvm::sys::fs::status(Path, Fact.Status))
    return Fact;
  if (const llvm::ErrorOr<std::string> Text = readBytes(Path)) {
    Fact.IsReadable = true;
    Fact.Hash = hashOf(*Text);
  }
  return Fact;
}

FileFacts::Entry &FileFacts::entryOf(llvm::StringRef Path) {
  const std::lock_guard<std::mutex> Guard(Lock);
  std::unique_ptr<Entry> &Slot = Files[Path];
  if (!Slot)
    Slot = std::make_unique<Entry>();
  return *Slot;
}

const FileFact &FileFacts::of(llvm::StringRef Path) {
  Entry &Known = entryOf(Path);
  std::call_once(Known.Read, [&] { Known.Fact = factOf(Path); });
  return Known.Fact;
}

const FileWords &FileFacts::wordsOf(llvm::StringRef Path) {
  const FileFact &Fact = of(Path);
  Entry &Known = entryOf(Path);
  std::call_once(Known.Searched, [&] {
    const llvm::ErrorOr<std::string> Text = readBytes(Path);
    if (!Text || !Fact.IsReadable || hashOf(*Text) != Fact.Hash)
      return;
    Known.Words.IsKnown = true;
    Known.Words.Words = Words.wordsIn(*Text);
    Known.Words.Counts = source::bareCountsIn(*Text);
  });
  return Known.Words;
}

bool FileFacts::isUnchanged(llvm::StringRef Path) {
  const llvm::sys::fs::file_status &Then = of(Path).Status;
  llvm::sys::fs::file_status Now;
  return !llvm::sys::fs::status(Path, Now) &&
         Now.getUniqueID() == Then.getUniqueID() &&
         Now.getSize() == Then.getSize() &&
         Now.getLastModificationTime() == Then.getLastModificationTime();
}

} // namespace immortal::project
