// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Journal.h"
#include "Project/DurableFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"
#include <tuple>

namespace immortal::project {

namespace fs = llvm::sys::fs;
namespace json = llvm::json;
namespace path = llvm::sys::path;

static constexpr llvm::StringLiteral RunPrefix = "run-";
static constexpr llvm::StringLiteral EntriesName = "journal.json";
static constexpr llvm::StringLiteral ReplacingName = "replacing";
static constexpr llvm::StringLiteral DoneName = "done";

static std::string pathOf(const llvm::Twine &A, const llvm::Twine &B) {
  llvm::SmallString<256> Result;
  path::append(Result, A, B);
  return std::string(Result);
}

std::string fingerprint(llvm::StringRef Bytes) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(Bytes)),
                     /*LowerCase=*/true);
}

Journal::Journal(llvm::StringRef Root, unsigned Number)
    : Root(Root), Number(Number),
      Folder(pathOf(pathOf(Root, JournalFolder),
                    RunPrefix + llvm::Twine(Number))) {}

/// The number in the name of a run's folder; 0 if \p Path is something else.
static unsigned runNumber(llvm::StringRef Path) {
  llvm::StringRef Name = path::filename(Path);
  unsigned Number = 0;
  fs::file_status Status;
  // A link would lead somewhere else.
  if (!Name.consume_front(RunPrefix) || Name.getAsInteger(10, Number) ||
      fs::status(Path, Status, /*follow=*/false) || !fs::is_directory(Status))
    return 0;
  return Number;
}

template <typename Visitor>
static void forEachRun(llvm::StringRef Root, Visitor Visit) {
  std::error_code Failure;
  for (fs::directory_iterator It(pathOf(Root, JournalFolder), Failure), End;
       !Failure && It != End; It.increment(Failure))
    if (const unsigned Number = runNumber(It->path()))
      Visit(Number, It->path(), fs::exists(pathOf(It->path(), EntriesName)));
}

unsigned Journal::last(llvm::StringRef Root) {
  unsigned Last = 0;
  forEachRun(Root, [&](unsigned Number, const std::string &, bool HasRecord) {
    if (HasRecord)
      Last = std::max(Last, Number);
  });
  return Last;
}

void Journal::sweep(llvm::StringRef Root) {
  forEachRun(Root, [](unsigned, const std::string &Path, bool HasRecord) {
    if (!HasRecord)
      std::ignore = fs::remove_directories(Path);
  });
}

std::error_code Journal::begin() {
  return fs::create_directory(Folder, /*IgnoreExisting=*/false);
}

std::string Journal::beforePath(unsigned Index) const {
  return pathOf(Folder, llvm::Twine(Index));
}

std::string Journal::targetPath(unsigned Index) const {
  return pathOf(Root, Entries[Index].Path);
}

std::string Journal::nextTo(unsigned Index, llvm::StringRef Ending) const {
  return pathOf(path::parent_path(targetPath(Index)),
                JournalFolder + "-" + llvm::Twine(Number) + "-" +
                    llvm::Twine(Index) + Ending);
}

std::string Journal::newPath(unsigned Index) const {
  return nextTo(Index, ".new");
}

std::string Journal::oldPath(unsigned Index) const {
  return nextTo(Index, ".old");
}

std::error_code Journal::saveBefore(unsigned Index, llvm::StringRef Bytes) {
  return writeNewFile(beforePath(Index), Bytes);
}

/// JSON is UTF-8, and a path need not be.
static json::Value pathToJSON(llvm::StringRef Path) {
  if (json::isUTF8(Path))
    return Path;
  return json::Object{{"hex", llvm::toHex(Path)}};
}

static std::optional<std::string> pathFromJSON(const json::Value *Value) {
  if (!Value)
    return std::nullopt;
  std::string Path;
  if (const auto Text = Value->getAsString())
    Path = Text->str();
  else if (const json::Object *Object = Value->getAsObject();
           !Object ||
           !llvm::tryGetFromHex(Object->getString("hex").value_or("-"), Path))
    return std::nullopt;
  // A record that came with a project must not lead out of it.
  const bool LeadsOut =
      path::is_absolute(Path) ||
      llvm::any_of(llvm::make_range(path::begin(Path), path::end(Path)),
                   [](llvm::StringRef Part) {
                     return Part == ".." || Part == "." ||
                            Part == JournalFolder;
                   });
  if (Path.empty() || LeadsOut || Path.find('\0') != std::string::npos)
    return std::nullopt;
  return Path;
}

std::error_code Journal::save(std::vector<JournalEntry> All) {
  Entries = std::move(All);
  json::Array Files;
  for (const JournalEntry &Entry : Entries)
    Files.push_back(json::Object{{"path", pathToJSON(Entry.Path)},
                                 {"before", Entry.Before},
                                 {"after", Entry.After}});
  const json::Value Whole =
      json::Object{{"version", 1}, {"files", std::move(Files)}};
  const std::string Path = pathOf(Folder, EntriesName);
  const std::string New = Path + ".new";
  if (const std::error_code Failure =
          writeNewFile(New, llvm::formatv("{0:2}\n", Whole).str()))
    return Failure;
  const std::error_code Failure = renameFile(New, Path);
  if (!Failure)
    return syncFolder(path::parent_path(Folder));
  return Failure;
}

llvm::Error Journal::load() {
  const std::string Path = pathOf(Folder, EntriesName);
  const auto Bytes = readBytes(Path);
  if (!Bytes)
    return llvm::errorCodeToError(Bytes.getError());
  auto Whole = json::parse(*Bytes);
  if (!Whole)
    return Whole.takeError();
  const auto Wrong = [] {
    return llvm::createStringError(std::errc::invalid_argument,
                                   "not a journal of immortal-migrate");
  };
  const json::Object *Object = Whole->getAsObject();
  const json::Array *Files = Object ? Object->getArray("files") : nullptr;
  if (!Files || Object->getInteger("version") != 1)
    return Wrong();
  Entries.clear();
  for (const json::Value &Value : *Files) {
    const json::Object *File = Value.getAsObject();
    const auto FilePath = File ? pathFromJSON(File->get("path")) : std::nullopt;
    const auto Before = File ? File->getString("before") : std::nullopt;
    const auto After = File ? File->getString("after") : std::nullopt;
    if (!FilePath || !Before || !After)
      return Wrong();
    Entries.push_back({*FilePath, Before->str(), After->str()});
  }
  return llvm::Error::success();
}

std::error_code Journal::mark(llvm::StringRef Name) {
  if (const std::error_code Failure = writeNewFile(pathOf(Folder, Name), ""))
    return Failure;
  return syncFolder(Folder);
}

std::error_code Journal::markReplacing() { return mark(ReplacingName); }

std::error_code Journal::markDone() { return mark(DoneName); }

bool Journal::isDone() const { return fs::exists(pathOf(Folder, DoneName)); }

bool Journal::mayBeReplaced(unsigned Index) const {
  // The temporary file takes the other's place, so it is gone then.
  return fs::exists(pathOf(Folder, ReplacingName)) &&
         !fs::exists(newPath(Index));
}

std::error_code Journal::discard() {
  if (const std::error_code Failure = removeFile(pathOf(Folder, EntriesName)))
    return Failure;
  return fs::remove_directories(Folder, /*IgnoreErrors=*/false);
}

} // namespace immortal::project
