// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Undo.h"
#include "Project/DurableFile.h"
#include "Project/Journal.h"
#include "Project/JournalLock.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace immortal::project {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {
/// Makes the files of one run old again.
class Restorer {
public:
  Restorer(const Journal &Record, WriteOutcome &Outcome)
      : Record(Record), Outcome(Outcome) {}

  /// Whether the entry's file is as it was before the run.
  bool restore(unsigned Index);

private:
  bool isPlainFile(unsigned Index);
  bool removeNew(unsigned Index);
  bool replace(unsigned Index);
  bool fail(unsigned Index, const llvm::Twine &What, std::error_code Failure) {
    Outcome.Problems.push_back(
        problemOf(Record.targetPath(Index), What, Failure));
    return false;
  }
  bool leave(unsigned Index, const llvm::Twine &Why) {
    const bool IsNew = Record.entries()[Index].Before.empty();
    Outcome.Problems.push_back(
        {Record.targetPath(Index), 0,
         (Why + ", so it is left as it is; " +
          (IsNew ? "remove it by hand"
                 : "its text before is in '" + Record.beforePath(Index) + "'") +
          ", then run --undo again, or remove '" + Record.folder() +
          "' to keep it")
             .str()});
    return false;
  }

  const Journal &Record;
  WriteOutcome &Outcome;
};
} // namespace

/// The journal names real paths; a link that came since leads elsewhere.
bool Restorer::isPlainFile(unsigned Index) {
  const std::string Path = Record.targetPath(Index);
  llvm::SmallString<256> Folder;
  if (const std::error_code Failure =
          fs::real_path(path::parent_path(Path), Folder))
    return fail(Index, "cannot be found", Failure);
  if (Folder != path::parent_path(Path) || fs::is_symlink_file(Path))
    return leave(Index, "a link has come into its path since the run");
  return true;
}

bool Restorer::removeNew(unsigned Index) {
  const std::string Path = Record.targetPath(Index);
  if (!fs::exists(Path))
    return true;
  const auto Now = readBytes(Path);
  if (!Now)
    return fail(Index, "cannot read", Now.getError());
  if (fingerprint(*Now) != Record.entries()[Index].After)
    return leave(Index, "was edited after the run that made it");
  if (const std::error_code Failure = removeFile(Path))
    return fail(Index, "cannot remove", Failure);
  Outcome.Written.push_back(Path);
  return true;
}

bool Restorer::replace(unsigned Index) {
  const JournalEntry &Entry = Record.entries()[Index];
  const std::string Path = Record.targetPath(Index);
  const auto Now = readBytes(Path);
  if (Now.getError() == std::errc::no_such_file_or_directory)
    return leave(Index, "was removed after the run");
  if (!Now)
    return fail(Index, "cannot read", Now.getError());
  const std::string State = fingerprint(*Now);
  if (State == Entry.Before)
    return true;
  if (State != Entry.After)
    return leave(Index, "was edited after the run");
  const auto Before = readBytes(Record.beforePath(Index));
  if (!Before || fingerprint(*Before) != Entry.Before)
    return leave(Index, "is there, but the text before is lost or damaged");
  if (const std::error_code Failure = fs::access(Path, fs::AccessMode::Write))
    return fail(Index, "cannot write", Failure);
  const std::string Temporary = Record.oldPath(Index);
  if (const std::error_code Failure = writeNewFile(Temporary, *Before, Path))
    return fail(Index, "cannot write next to it", Failure);
  if (const std::error_code Failure = renameFile(Temporary, Path))
    return fail(Index, "cannot replace", Failure);
  Outcome.Written.push_back(Path);
  return true;
}

bool Restorer::restore(unsigned Index) {
  if (!isPlainFile(Index))
    return false;
  const bool IsUntouched = !Record.mayBeReplaced(Index);
  for (const std::string &Left : {Record.newPath(Index), Record.oldPath(Index)})
    if (const std::error_code Failure = removeFile(Left))
      return fail(Index, "cannot remove what the run left next to it", Failure);
  if (IsUntouched)
    return true;
  return Record.entries()[Index].Before.empty() ? removeNew(Index)
                                                : replace(Index);
}

void takeBack(llvm::StringRef Root, bool OnlyInterrupted,
              WriteOutcome &Outcome) {
  const unsigned Last = Journal::last(Root);
  Journal Record(Root, Last);
  if (!Last) {
    if (!OnlyInterrupted)
      Outcome.Problems.push_back(
          {Root.str(), 0,
           "no run of immortal-migrate is recorded here, so there is nothing "
           "to undo; name the folder of the project that it ran in"});
    return;
  }
  if (OnlyInterrupted && Record.isDone())
    return;
  if (llvm::Error Failure = Record.load()) {
    Outcome.Problems.push_back(
        {Record.folder().str(), 0,
         "the journal cannot be read: " + llvm::toString(std::move(Failure)) +
             "; restore the files by hand, then remove the folder"});
    return;
  }
  Restorer Work(Record, Outcome);
  bool IsRestored = true;
  for (unsigned I = 0; I < Record.entries().size(); ++I)
    IsRestored &= Work.restore(I);
  if (!IsRestored)
    return;
  if (const std::error_code Failure = Record.discard())
    Outcome.Problems.push_back(
        problemOf(Record.folder(), "cannot remove the journal", Failure));
}

bool isInterrupted(llvm::StringRef Root) {
  llvm::SmallString<256> RealRoot;
  if (fs::real_path(Root, RealRoot))
    return false;
  const unsigned Last = Journal::last(RealRoot);
  return Last && !Journal(RealRoot, Last).isDone();
}

static WriteOutcome takeBackAt(llvm::StringRef Root, bool OnlyInterrupted) {
  WriteOutcome Outcome;
  llvm::SmallString<256> RealRoot;
  if (const std::error_code Failure = fs::real_path(Root, RealRoot)) {
    Outcome.Problems.push_back(problemOf(Root, "cannot be found", Failure));
    return Outcome;
  }
  const unsigned Last = Journal::last(RealRoot);
  const bool IsDone = Last && Journal(RealRoot, Last).isDone();
  llvm::SmallString<256> Folder = RealRoot;
  path::append(Folder, JournalFolder);
  if (OnlyInterrupted && (IsDone || !fs::exists(Folder)))
    return Outcome;
  const JournalLock Lock(RealRoot);
  if (Lock.failure())
    Outcome.Problems.push_back(*Lock.failure());
  else
    takeBack(RealRoot, OnlyInterrupted, Outcome);
  return Outcome;
}

WriteOutcome recover(llvm::StringRef Root) {
  return takeBackAt(Root, /*OnlyInterrupted=*/true);
}

WriteOutcome undo(llvm::StringRef Root) {
  return takeBackAt(Root, /*OnlyInterrupted=*/false);
}

} // namespace immortal::project
