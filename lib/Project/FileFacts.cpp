// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/FileFacts.h"
#include "Project/DurableFile.h"
#include "llvm/ADT/StringExtras.h"

namespace immortal::project {

FileFacts::FileFacts(WordSearch Words) : Words(std::move(Words)) {}

static FileFact factOf(llvm::StringRef Path, const WordSearch &Words) {
  FileFact Fact;
  // Asked before reading: a change in between shows later.
  if (llvm::sys::fs::status(Path, Fact.Status))
    return Fact;
  const llvm::ErrorOr<std::string> Text = readBytes(Path);
  if (!Text)
    return Fact;
  Fact.IsReadable = true;
  Fact.Hash = llvm::BLAKE3::hash(llvm::arrayRefFromStringRef(*Text));
  Fact.Words = Words.wordsIn(*Text);
  Fact.Counts = source::bareCountsIn(*Text);
  return Fact;
}

const FileFact &FileFacts::of(llvm::StringRef Path) {
  Entry *Known = nullptr;
  {
    const std::lock_guard<std::mutex> Guard(Lock);
    std::unique_ptr<Entry> &Slot = Files[Path];
    if (!Slot)
      Slot = std::make_unique<Entry>();
    Known = Slot.get();
  }
  std::call_once(Known->Read, [&] { Known->Fact = factOf(Path, Words); });
  return Known->Fact;
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
