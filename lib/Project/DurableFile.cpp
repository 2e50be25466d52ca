// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/DurableFile.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

// llvm::sys::fs::TempFile is not used: keep() copies where it cannot rename,
// and a copy can be interrupted. For fsync and owners llvm::sys has no
// function.

namespace immortal::project {

namespace fs = llvm::sys::fs;

static std::error_code lastError() { return {errno, std::generic_category()}; }

static std::error_code checked(int Result) {
  return Result == -1 ? lastError() : std::error_code();
}

llvm::ErrorOr<std::string> readBytes(llvm::StringRef Path) {
  fs::file_status Status;
  if (const std::error_code Failure = fs::status(Path, Status))
    return Failure;
  if (fs::is_directory(Status))
    return std::make_error_code(std::errc::is_a_directory);
  if (!fs::is_regular_file(Status))
    return std::make_error_code(std::errc::invalid_argument);
  // Volatile: read, not mapped, so that it cannot change while it is compared.
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false,
                                            /*IsVolatile=*/true);
  if (!Buffer)
    return Buffer.getError();
  return (*Buffer)->getBuffer().str();
}

/// Access control lists and security labels are extended attributes.
static void copyAttributes(llvm::StringRef From, int To) {
#ifdef __linux__
  const std::string Source = From.str();
  std::string Names(size_t(64) * 1024, '\0');
  const ssize_t Length =
      ::listxattr(Source.c_str(), Names.data(), Names.size());
  llvm::SmallVector<llvm::StringRef, 4> Each;
  llvm::StringRef(Names.data(), Length > 0 ? Length : 0)
      .split(Each, '\0', -1, /*KeepEmpty=*/false);
  std::string Value(size_t(64) * 1024, '\0');
  for (const llvm::StringRef Name : Each) {
    const ssize_t Size = ::getxattr(Source.c_str(), Name.str().c_str(),
                                    Value.data(), Value.size());
    // What only the system may set it has set by itself, or not.
    if (Size >= 0)
      (void)::fsetxattr(To, Name.str().c_str(), Value.data(), Size, 0);
  }
#endif
}

static std::error_code makeLike(llvm::StringRef Like, int File) {
  struct stat Old, New;
  if (::stat(Like.str().c_str(), &Old) == -1 || ::fstat(File, &New) == -1)
    return lastError();
  // Only the superuser may give files away; a group that one is a member of
  // can be kept by anybody.
  if ((Old.st_uid != New.st_uid || Old.st_gid != New.st_gid) &&
      ::fchown(File, Old.st_uid, Old.st_gid) == -1 &&
      ::fchown(File, static_cast<uid_t>(-1), Old.st_gid) == -1 &&
      errno != EPERM)
    return lastError();
  copyAttributes(Like, File);
  return checked(::fchmod(File, Old.st_mode & 07777));
}

static std::error_code writeAndSync(int File, llvm::StringRef Bytes,
                                    llvm::StringRef Like) {
  llvm::raw_fd_ostream Stream(File, /*shouldClose=*/false,
                              /*unbuffered=*/true);
  Stream << Bytes;
  const std::error_code Failure = Stream.error();
  Stream.clear_error();
  if (Failure)
    return Failure;
  if (!Like.empty())
    if (const std::error_code Unlike = makeLike(Like, File))
      return Unlike;
  return checked(llvm::sys::RetryAfterSignal(-1, ::fsync, File));
}

std::error_code writeNewFile(llvm::StringRef Path, llvm::StringRef Bytes,
                             llvm::StringRef Like) {
  int File = -1;
  // Nobody else may look into it before it has its permissions.
  if (const std::error_code Failure =
          fs::openFileForWrite(Path, File, fs::CD_CreateNew, fs::OF_None,
                               Like.empty() ? 0666 : 0600))
    return Failure;
  std::error_code Failure = writeAndSync(File, Bytes, Like);
  const std::error_code Unclosed = checked(::close(File));
  if (!Failure)
    Failure = Unclosed;
  if (Failure)
    std::ignore = fs::remove(Path);
  return Failure;
}

std::error_code syncFolder(llvm::StringRef Folder) {
  int File = -1;
  if (const std::error_code Failure =
          fs::openFileForRead(Folder.empty() ? "." : Folder, File))
    return Failure;
  const std::error_code Failure =
      checked(llvm::sys::RetryAfterSignal(-1, ::fsync, File));
  ::close(File);
  // Some file systems have nothing to sync for a folder.
  return Failure == std::errc::invalid_argument ? std::error_code() : Failure;
}

std::error_code renameFile(llvm::StringRef From, llvm::StringRef To) {
  if (const std::error_code Failure = fs::rename(From, To))
    return Failure;
  return syncFolder(llvm::sys::path::parent_path(To));
}

std::error_code removeFile(llvm::StringRef Path) {
  if (const std::error_code Failure = fs::remove(Path))
    return Failure;
  return syncFolder(llvm::sys::path::parent_path(Path));
}

} // namespace immortal::project
