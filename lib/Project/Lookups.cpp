// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Lookups.h"
#include "Project/ResultYaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <tuple>

namespace fs = llvm::sys::fs;
namespace json = llvm::json;
namespace vfs = llvm::vfs;

namespace immortal::project {

static constexpr llvm::StringLiteral Missing = "missing", Folders = "folders",
                                     Others = "others", Listings = "listings";

static fs::file_status statusOf(llvm::StringRef Path) {
  fs::file_status Result;
  // On failure it says so itself.
  std::ignore = fs::status(Path, Result);
  return Result;
}

static llvm::StringRef kindOf(const fs::file_status &Status) {
  if (!fs::exists(Status))
    return Missing;
  return fs::is_directory(Status) ? Folders : Others;
}

static bool isSame(const fs::file_status &A, const fs::file_status &B) {
  return A.getUniqueID() == B.getUniqueID() && A.getSize() == B.getSize() &&
         A.getLastModificationTime() == B.getLastModificationTime();
}

/// A hash of the names in \p Folder.
static std::string listingOf(llvm::StringRef Folder) {
  std::vector<std::string> Names;
  std::error_code Failed;
  for (fs::directory_iterator It(Folder, Failed), End; !Failed && It != End;
       It.increment(Failed))
    Names.push_back(It->path());
  llvm::sort(Names);
  return hashText(llvm::join(Names, llvm::StringRef("\0", 1)));
}

/// Asks before it answers: a change in between shows later.
class Lookups::Recorder : public vfs::ProxyFileSystem {
public:
  explicit Recorder(Lookups &Into)
      : ProxyFileSystem(vfs::createPhysicalFileSystem()), Into(Into) {}

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine &Path) override {
    note(Path, /*IsRead=*/false);
    return ProxyFileSystem::status(Path);
  }

  bool exists(const llvm::Twine &Path) override {
    note(Path, /*IsRead=*/false);
    return ProxyFileSystem::exists(Path);
  }

  llvm::ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const llvm::Twine &Path) override {
    note(Path, /*IsRead=*/true);
    return ProxyFileSystem::openFileForRead(Path);
  }

  vfs::directory_iterator dir_begin(const llvm::Twine &Folder,
                                    std::error_code &Failed) override {
    Into.noteListing(absolute(Folder));
    return ProxyFileSystem::dir_begin(Folder, Failed);
  }

  std::error_code getRealPath(const llvm::Twine &Path,
                              llvm::SmallVectorImpl<char> &Real) override {
    note(Path, /*IsRead=*/false);
    return ProxyFileSystem::getRealPath(Path, Real);
  }

private:
  llvm::SmallString<256> absolute(const llvm::Twine &Path) const {
    llvm::SmallString<256> Result;
    Path.toVector(Result);
    std::ignore = makeAbsolute(Result);
    return Result;
  }

  void note(const llvm::Twine &Path, bool IsRead) const {
    Into.note(absolute(Path), IsRead);
  }

  Lookups &Into;
};

llvm::IntrusiveRefCntPtr<vfs::FileSystem> Lookups::recorder() {
  return llvm::makeIntrusiveRefCnt<Recorder>(*this);
}

void Lookups::note(const llvm::Twine &Path, bool IsRead) {
  llvm::SmallString<256> Storage;
  const llvm::StringRef Text = Path.toStringRef(Storage);
  const std::lock_guard<std::mutex> Guard(Lock);
  const auto [Known, IsNew] = Asked.try_emplace(Text);
  if (IsNew)
    Known->second.Status = statusOf(Text);
  Known->second.IsRead |= IsRead;
}

void Lookups::noteListing(const llvm::Twine &Folder) {
  const std::string Text = Folder.str();
  const std::lock_guard<std::mutex> Guard(Lock);
  const auto [Known, IsNew] = Listed.try_emplace(Text);
  if (IsNew)
    Known->second = listingOf(Text);
}

std::vector<std::string> Lookups::readFiles() const {
  std::vector<std::string> Files;
  for (const auto &Entry : Asked)
    if (Entry.second.IsRead && kindOf(Entry.second.Status) == Others)
      Files.push_back(Entry.getKey().str());
  llvm::sort(Files);
  return Files;
}

bool Lookups::areReadFilesUnchanged() const {
  return llvm::all_of(Asked, [](const auto &Entry) {
    const Answer &Then = Entry.second;
    return !Then.IsRead || kindOf(Then.Status) != Others ||
           isSame(statusOf(Entry.getKey()), Then.Status);
  });
}

json::Value Lookups::toJson() const {
  json::Object Result{{Missing, json::Array()},
                      {Folders, json::Array()},
                      {Others, json::Array()}};
  for (const auto &Entry : Asked)
    Result[kindOf(Entry.second.Status)].getAsArray()->push_back(Entry.getKey());
  json::Object Names;
  for (const auto &Entry : Listed)
    Names[Entry.getKey()] = Entry.second;
  Result[Listings] = std::move(Names);
  return Result;
}

bool haveSameAnswers(const json::Value &Lookups) {
  const json::Object *All = Lookups.getAsObject();
  const json::Object *Names = All ? All->getObject(Listings) : nullptr;
  if (!Names)
    return false;
  for (const llvm::StringRef Kind : {Missing, Folders, Others}) {
    const json::Array *Paths = All->getArray(Kind);
    if (!Paths || !llvm::all_of(*Paths, [&](const json::Value &Path) {
          const auto Text = Path.getAsString();
          return Text && kindOf(statusOf(*Text)) == Kind;
        }))
      return false;
  }
  return llvm::all_of(*Names, [](const auto &Entry) {
    return Entry.second.getAsString() == listingOf(Entry.first);
  });
}

} // namespace immortal::project
