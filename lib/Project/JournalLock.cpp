// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/JournalLock.h"
#include "Project/DurableFile.h"
#include "Project/Journal.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <tuple>
#include <unistd.h>

namespace immortal::project {

namespace fs = llvm::sys::fs;

static llvm::StringRef cureFor(std::error_code Failure) {
  using std::errc;
  if (Failure == errc::no_space_on_device || Failure == errc::file_too_large ||
      Failure.value() == EDQUOT)
    return "; free some space there and run again";
  if (Failure == errc::permission_denied ||
      Failure == errc::operation_not_permitted)
    return "; give yourself the right to write there and run again";
  if (Failure == errc::read_only_file_system)
    return "; make the file system writable and run again";
  if (Failure == errc::too_many_files_open)
    return "; allow more open files (ulimit -n) and run again";
  return "";
}

Problem problemOf(llvm::StringRef File, const llvm::Twine &What,
                  std::error_code Failure) {
  return {File.str(), 0,
          (What + ": " + Failure.message() + cureFor(Failure)).str()};
}

JournalLock::JournalLock(llvm::StringRef Root) : Root(Root) {
  // Two slashes at the beginning are no path of a file.
  llvm::SmallString<256> Path(Root);
  llvm::sys::path::append(Path, JournalFolder);
  Folder = std::string(Path);
  Failure = acquire();
}

std::optional<Problem> JournalLock::acquire() {
  if (const std::error_code EC = fs::create_directory(Folder))
    return problemOf(Folder, "cannot make the folder of the journal", EC);
  llvm::SmallString<256> Real;
  if (fs::real_path(Folder, Real) || Real != Folder ||
      !fs::is_directory(Folder))
    return Problem{Folder, 0,
                   "is a link or no folder, so no journal can be kept there; "
                   "remove it and run again"};
  // Nobody wants to commit it.
  const std::string Ignore = Folder + "/.gitignore";
  std::error_code EC;
  if (!fs::exists(Ignore))
    EC = writeNewFile(Ignore, "*\n");
  const std::string Path = Folder + "/lock";
  if (!EC)
    EC = fs::openFileForReadWrite(Path, File, fs::CD_OpenAlways, fs::OF_None);
  if (EC) {
    removeIfUnused();
    return problemOf(Folder, "cannot write in the folder of the journal", EC);
  }
  fs::UniqueID Named;
  fs::file_status Held;
  if (!fs::tryLockFile(File) && !fs::status(File, Held) &&
      !fs::getUniqueID(Path, Named) && Named == Held.getUniqueID()) {
    Journal::sweep(Root);
    return std::nullopt;
  }
  ::close(File);
  File = -1;
  return Problem{Root, 0,
                 "another immortal-migrate is writing in this project; wait "
                 "until it has ended and run again"};
}

void JournalLock::removeIfUnused() {
  std::error_code EC;
  for (fs::directory_iterator It(Folder, EC), End; !EC && It != End;
       It.increment(EC))
    if (fs::is_directory(It->path()))
      return;
  std::ignore = fs::remove(Folder + "/.gitignore");
  std::ignore = fs::remove(Folder + "/lock");
  std::ignore = fs::remove(Folder);
}

JournalLock::~JournalLock() {
  if (File == -1)
    return;
  Journal::sweep(Root);
  removeIfUnused();
  ::close(File);
}

} // namespace immortal::project
