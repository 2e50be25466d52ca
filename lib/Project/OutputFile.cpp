// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/OutputFile.h"
#include "llvm/Support/FileSystem.h"

namespace immortal::project {

using llvm::Error;
namespace fs = llvm::sys::fs;

/// Writes, and says what went wrong: a full disk shows only at the end.
static Error write(llvm::raw_fd_ostream &Out,
                   llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  Write(Out);
  Out.flush();
  const std::error_code Failure = Out.error();
  Out.clear_error();
  return llvm::errorCodeToError(Failure);
}

static Error writeInPlace(llvm::StringRef Path,
                          llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  std::error_code Failure;
  llvm::raw_fd_ostream Out(Path, Failure);
  return Failure ? llvm::errorCodeToError(Failure) : write(Out, Write);
}

/// llvm::writeToOutput does the same, but makes the file executable and ends
/// the process when the disk is full.
static Error writeWhole(llvm::StringRef Path,
                        llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  llvm::Expected<fs::TempFile> Temporary = fs::TempFile::create(
      Path + ".%%%%%%", fs::perms::all_read | fs::perms::all_write);
  if (!Temporary)
    return Temporary.takeError();
  llvm::raw_fd_ostream Out(Temporary->FD, /*shouldClose=*/false);
  if (Error Failure = write(Out, Write))
    return llvm::joinErrors(std::move(Failure), Temporary->discard());
  return Temporary->keep(Path);
}

Error writeOutput(llvm::StringRef Path,
                  llvm::function_ref<void(llvm::raw_ostream &)> Write) {
  fs::file_status Status;
  const bool Exists = !fs::status(Path, Status);
  const bool InPlace = Path == "-" || (Exists && !fs::is_regular_file(Status));
  Error Failure = InPlace ? writeInPlace(Path, Write) : writeWhole(Path, Write);
  if (!Failure)
    return Error::success();
  return llvm::createFileError(Path, std::move(Failure));
}

} // namespace immortal::project
