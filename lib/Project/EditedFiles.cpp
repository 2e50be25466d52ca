// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/EditedFiles.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>

using namespace llvm;

namespace immortal::project {

namespace {
/// An open file with another text than it has on the disk.
class EditedFile : public vfs::File {
public:
  EditedFile(vfs::Status Stat, StringRef Text)
      : Stat(std::move(Stat)), Text(Text) {}

  ErrorOr<vfs::Status> status() override { return Stat; }
  ErrorOr<std::unique_ptr<MemoryBuffer>> getBuffer(const Twine &Name,
                                                   int64_t FileSize,
                                                   bool RequiresNullTerminator,
                                                   bool IsVolatile) override {
    return MemoryBuffer::getMemBufferCopy(Text, Name);
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status Stat;
  StringRef Text;
};

/// Knows files by their identity: an in-memory file system would know them by
/// their paths, and a header that is reached through a link would be old.
class EditedFiles : public vfs::ProxyFileSystem {
public:
  EditedFiles(IntrusiveRefCntPtr<vfs::FileSystem> Real, const FileTexts &Texts)
      : ProxyFileSystem(std::move(Real)) {
    for (const auto &Entry : Texts)
      if (const auto Stat = ProxyFileSystem::status(Entry.getKey()))
        Edited[Stat->getUniqueID()] = Entry.getValue();
  }

  ErrorOr<vfs::Status> status(const Twine &Path) override {
    auto Stat = ProxyFileSystem::status(Path);
    if (const StringRef *Text = Stat ? textOf(*Stat) : nullptr)
      return vfs::Status::copyWithNewSize(*Stat, Text->size());
    return Stat;
  }

  ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const Twine &Path) override {
    auto Stat = status(Path);
    if (const StringRef *Text = Stat ? textOf(*Stat) : nullptr)
      return std::make_unique<EditedFile>(std::move(*Stat), *Text);
    return ProxyFileSystem::openFileForRead(Path);
  }

private:
  const StringRef *textOf(const vfs::Status &Stat) const {
    const auto Found = Edited.find(Stat.getUniqueID());
    return Found == Edited.end() ? nullptr : &Found->second;
  }

  std::map<sys::fs::UniqueID, StringRef> Edited;
};
} // namespace

IntrusiveRefCntPtr<vfs::FileSystem> withTexts(const FileTexts &Texts) {
  IntrusiveRefCntPtr<vfs::FileSystem> Real = vfs::createPhysicalFileSystem();
  auto New = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  for (const auto &Entry : Texts)
    if (!Real->exists(Entry.getKey()))
      New->addFile(Entry.getKey(), 0,
                   MemoryBuffer::getMemBufferCopy(Entry.getValue()));
  auto All = makeIntrusiveRefCnt<vfs::OverlayFileSystem>(
      makeIntrusiveRefCnt<EditedFiles>(std::move(Real), Texts));
  All->pushOverlay(std::move(New));
  return All;
}

} // namespace immortal::project
