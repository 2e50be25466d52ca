// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Transaction.h"
#include "Project/DurableFile.h"
#include "Project/Journal.h"
#include "Project/JournalLock.h"
#include "Project/Undo.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace immortal::project {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {
/// A change, and the file that its name leads to.
struct Target {
  const Change *Asked;
  /// Below the root, without links.
  std::string Relative;
};

/// One run of writeChanges().
class Writer {
public:
  Writer(llvm::StringRef Root, llvm::function_ref<std::string()> Objection,
         WriteOutcome &Outcome)
      : Root(Root), Objection(Objection), Outcome(Outcome),
        Record(Root, Journal::last(Root) + 1) {}

  /// What is to be written; problems if anything must not.
  std::vector<Target> plan(llvm::ArrayRef<Change> Changes);
  /// Whether all of it is written. If not, the caller takes it back.
  bool write(llvm::ArrayRef<Target> Targets);

private:
  std::optional<Target> locate(const Change &C);
  bool isUnchanged(const Change &C, llvm::StringRef Path);
  bool prepare(llvm::ArrayRef<Target> Targets);
  bool fail(llvm::StringRef File, const llvm::Twine &What,
            std::error_code Failure) {
    Outcome.Problems.push_back(problemOf(File, What, Failure));
    return false;
  }

  const std::string Root;
  const llvm::function_ref<std::string()> Objection;
  WriteOutcome &Outcome;
  Journal Record;
};
} // namespace

static std::error_code realPath(llvm::StringRef Path,
                                llvm::SmallString<256> &Real, bool IsNew) {
  if (!IsNew)
    return fs::real_path(Path, Real);
  if (const std::error_code Failure =
          fs::real_path(path::parent_path(Path), Real))
    return Failure;
  path::append(Real, path::filename(Path));
  return {};
}

bool Writer::isUnchanged(const Change &C, llvm::StringRef Path) {
  if (C.IsNew) {
    fs::file_status Status;
    // A link that leads nowhere is something, too.
    if (fs::status(Path, Status, /*follow=*/false) ==
        std::errc::no_such_file_or_directory)
      return true;
    Outcome.Problems.push_back(
        {C.File, 0,
         "exists, and is not overwritten; remove it or choose another folder"});
    return false;
  }
  const auto Now = readBytes(Path);
  if (!Now)
    return fail(C.File, "cannot read", Now.getError());
  if (*Now == C.Before)
    return true;
  Outcome.Problems.push_back(
      {C.File, 0,
       "was changed after it was analysed, so nothing is written; run again"});
  return false;
}

std::optional<Target> Writer::locate(const Change &C) {
  llvm::SmallString<256> Real;
  if (const std::error_code Failure = realPath(C.File, Real, C.IsNew)) {
    fail(C.File, "cannot be found", Failure);
    return std::nullopt;
  }
  llvm::StringRef Relative = Real;
  // The root of the file system ends with its separator.
  if (!Relative.consume_front(Root) ||
      (Root != "/" && !Relative.consume_front("/")) ||
      *path::begin(Relative) == JournalFolder) {
    Outcome.Problems.push_back(
        {C.File, 0,
         ("is '" + Real + "', outside of the project '" + Root +
          "', and is never written; run there, or make it a file of the "
          "project")
             .str()});
    return std::nullopt;
  }
  if (!isUnchanged(C, Real))
    return std::nullopt;
  // A rename would replace a file that may not be written, too.
  if (!C.IsNew)
    if (const std::error_code Failure =
            fs::access(Real, fs::AccessMode::Write)) {
      fail(C.File, "cannot write", Failure);
      return std::nullopt;
    }
  return Target{&C, Relative.str()};
}

std::vector<Target> Writer::plan(llvm::ArrayRef<Change> Changes) {
  std::vector<Target> Targets;
  for (const Change &C : Changes) {
    const auto Found = locate(C);
    if (!Found)
      continue;
    const auto Same = llvm::find_if(Targets, [&](const Target &Other) {
      return Other.Relative == Found->Relative;
    });
    if (Same == Targets.end())
      Targets.push_back(*Found);
    else if (Same->Asked->After != C.After)
      Outcome.Problems.push_back(
          {C.File, 0,
           "is the same file as '" + Same->Asked->File +
               "' and would get another text; use one of the names"});
  }
  return Targets;
}

bool Writer::prepare(llvm::ArrayRef<Target> Targets) {
  if (const std::error_code Failure = Record.begin())
    return fail(Record.folder(), "cannot make the folder", Failure);
  std::vector<JournalEntry> Entries;
  for (const Target &T : Targets) {
    const unsigned Index = Entries.size();
    const Change &C = *T.Asked;
    Entries.push_back({T.Relative, C.IsNew ? "" : fingerprint(C.Before),
                       fingerprint(C.After)});
    if (C.IsNew)
      continue;
    if (const std::error_code Failure = Record.saveBefore(Index, C.Before))
      return fail(Record.beforePath(Index), "cannot save the text before",
                  Failure);
  }
  if (const std::error_code Failure = Record.save(std::move(Entries)))
    return fail(Record.folder(), "cannot save the journal", Failure);
  return true;
}

bool Writer::write(llvm::ArrayRef<Target> Targets) {
  if (!prepare(Targets))
    return false;
  for (unsigned I = 0; I < Targets.size(); ++I) {
    const Change &C = *Targets[I].Asked;
    // In the file's own folder, where it can be renamed in one step.
    if (const std::error_code Failure = writeNewFile(
            Record.newPath(I), C.After, C.IsNew ? "" : Record.targetPath(I)))
      return fail(C.File, "cannot write next to it", Failure);
  }
  if (const std::error_code Failure = Record.markReplacing())
    return fail(Record.folder(), "cannot write the journal", Failure);
  for (unsigned I = 0; I < Targets.size(); ++I) {
    const Change &C = *Targets[I].Asked;
    const std::string Path = Record.targetPath(I);
    if (!isUnchanged(C, Path))
      return false;
    fs::file_status Status;
    if (!C.IsNew && !fs::status(Path, Status) && Status.getLinkCount() > 1)
      Outcome.Remarks.push_back(
          {C.File, 0,
           "has other names (hard links), which keep the text before"});
    if (const std::error_code Failure = renameFile(Record.newPath(I), Path))
      return fail(C.File, "cannot replace", Failure);
    Outcome.Written.push_back(Path);
  }
  if (std::string Why = Objection ? Objection() : ""; !Why.empty()) {
    Outcome.Problems.push_back({"", 0, std::move(Why)});
    return false;
  }
  if (const std::error_code Failure = Record.markDone())
    return fail(Record.folder(), "cannot write the journal", Failure);
  return true;
}

WriteOutcome writeChanges(llvm::StringRef Root, llvm::ArrayRef<Change> Changes,
                          llvm::function_ref<std::string()> Objection) {
  WriteOutcome Outcome;
  if (Changes.empty())
    return Outcome;
  llvm::SmallString<256> RealRoot;
  if (const std::error_code Failure = fs::real_path(Root, RealRoot)) {
    Outcome.Problems.push_back(problemOf(Root, "cannot be found", Failure));
    return Outcome;
  }
  const JournalLock Lock(RealRoot);
  if (Lock.failure()) {
    Outcome.Problems.push_back(*Lock.failure());
    return Outcome;
  }
  if (const unsigned Last = Journal::last(RealRoot);
      Last && !Journal(RealRoot, Last).isDone()) {
    Outcome.Problems.push_back(
        {RealRoot.str().str(), 0,
         "an earlier run was interrupted while it wrote; run "
         "immortal-migrate --undo, then run again"});
    return Outcome;
  }
  Writer Work(RealRoot, Objection, Outcome);
  const std::vector<Target> Targets = Work.plan(Changes);
  if (!Outcome.Problems.empty() || Work.write(Targets))
    return Outcome;
  Outcome.Written.clear();
  Outcome.Remarks.clear();
  takeBack(RealRoot, /*OnlyInterrupted=*/true, Outcome);
  return Outcome;
}

} // namespace immortal::project
