// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixing.h"
#include "Project/ExportFixes.h"
#include "Project/Tally.h"
#include "Project/TextReport.h"
#include "Project/Transaction.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Signals.h"
#include <atomic>
#include <csignal>

using namespace immortal::project;

namespace immortal::migrate {

/// How much of the output of a failing command is shown.
static constexpr size_t TailLines = 20;

static void say(const llvm::Twine &File, const llvm::Twine &Text) {
  llvm::errs() << "immortal-migrate: " << File << ": " << Text << "\n";
}

/// Prints what became of the files, and hands the problems over.
static void report(WriteOutcome &Outcome, llvm::StringRef Done,
                   std::vector<Problem> &Problems) {
  for (const std::string &File : Outcome.Written)
    say(File, Done);
  for (const Problem &Remark : Outcome.Remarks)
    say(Remark.File, Remark.Text);
  llvm::append_range(Problems, Outcome.Problems);
}

bool recoverBefore(const FixOptions &Opts, Migration &Into) {
  if (!Opts.Write) {
    if (isInterrupted(Into.Root))
      Into.Problems.push_back(
          {Into.Root, 0,
           "a --fix was interrupted here, so some files may have its changes "
           "and others not; run --undo, or --fix again"});
    return true;
  }
  WriteOutcome Outcome = recover(Into.Root);
  report(Outcome, "restored: an earlier --fix was interrupted", Into.Problems);
  return Outcome.Problems.empty();
}

static std::string lastLines(llvm::StringRef Path) {
  const auto Text = llvm::MemoryBuffer::getFile(Path);
  if (!Text)
    return "";
  const llvm::StringRef All = (*Text)->getBuffer().rtrim();
  size_t Begin = All.size();
  for (size_t I = 0; I < TailLines && Begin != llvm::StringRef::npos; ++I)
    Begin = All.rfind('\n', Begin);
  return All.substr(Begin == llvm::StringRef::npos ? 0 : Begin + 1).str();
}

/// Set by signals while the compile check runs.
static std::atomic<bool> IsInterrupted{false};
static std::atomic<int> RunningCommand{0};

/// Ends the command as well: a signal may be for this process alone.
static void interrupt() {
  IsInterrupted = true;
  if (const int Command = RunningCommand)
    kill(Command, SIGTERM);
}

/// Why \p Command fails, with the end of what it printed; empty if it does not.
static std::string failureOf(llvm::StringRef Command) {
  llvm::SmallString<128> Output;
  if (const std::error_code Failure =
          llvm::sys::fs::createTemporaryFile("immortal-migrate", "txt", Output))
    return "no file for its output: " + Failure.message();
  const llvm::FileRemover Remover(Output);
  const std::optional<llvm::StringRef> Redirects[] = {
      std::nullopt, Output.str(), Output.str()};
  std::string Reason;
  bool IsNotStarted = false;
  llvm::sys::SetInterruptFunction(interrupt);
  const llvm::sys::ProcessInfo Started = llvm::sys::ExecuteNoWait(
      "/bin/sh", {"/bin/sh", "-c", Command}, std::nullopt, Redirects,
      /*MemoryLimit=*/0, &Reason, &IsNotStarted);
  int Code = -1;
  if (!IsNotStarted) {
    RunningCommand = Started.Pid;
    // It may have come before there was something to end.
    if (IsInterrupted)
      interrupt();
    Code = llvm::sys::Wait(Started, std::nullopt, &Reason).ReturnCode;
    RunningCommand = 0;
  }
  llvm::sys::SetInterruptFunction(nullptr);
  if (IsInterrupted)
    return "interrupted";
  if (Code == 0)
    return "";
  if (Reason.empty())
    Reason = "exit code " + std::to_string(Code);
  const std::string Tail = lastLines(Output);
  return Reason + (Tail.empty() ? "" : "; it ended with\n" + Tail);
}

/// What the project's own build has against the changes that are on the disk.
static std::string compileObjection(const FixOptions &Opts) {
  if (Opts.CompileCheck.empty())
    return "";
  const std::string Failure = failureOf(Opts.CompileCheck);
  return Failure.empty()
             ? ""
             : "the compile check '" + Opts.CompileCheck +
                   "' fails, so the changes are taken back: " + Failure;
}

/// Nothing is fixed that is not written.
static void forgetChanges(llvm::StringRef Why, Migration &Into) {
  Into.Changes.clear();
  for (Finding &F : Into.Findings)
    if (F.State == Outcome::Fixed || F.IsPartly) {
      F.State = Outcome::Left;
      F.IsPartly = false;
      F.Reason = Why.str();
    }
}

static void exportChanges(const FixOptions &Opts, Migration &Into) {
  if (Opts.ExportTo.empty())
    return;
  llvm::append_range(Into.Problems, exportFixes(Into, Opts.ExportTo));
  for (const Change &C : Into.Changes)
    if (C.IsNew && !Opts.Write)
      Into.Problems.push_back({C.File, 0,
                               "is a new file, which --export-fixes cannot "
                               "express; put it there by hand or with --fix"});
}

void applyChanges(const FixOptions &Opts, Migration &Into) {
  exportChanges(Opts, Into);
  if (!Opts.Write || Into.Changes.empty())
    return;
  bool IsCheckFailed = false;
  WriteOutcome Outcome = writeChanges(Into.Root, Into.Changes, [&] {
    std::string Why = compileObjection(Opts);
    IsCheckFailed = !Why.empty();
    return Why;
  });
  Into.Written = Outcome.Problems.empty();
  report(Outcome, Into.Written ? "changed" : "restored", Into.Problems);
  if (!Into.Written)
    forgetChanges(IsCheckFailed ? "the compile check fails"
                                : "the changes are not written",
                  Into);
}

int undoLastRun(llvm::StringRef Root) {
  Migration Result;
  Result.Root = Root.str();
  WriteOutcome Outcome = undo(Root);
  report(Outcome, "restored", Result.Problems);
  llvm::errs().enable_colors(llvm::errs().has_colors());
  writeProblems(Result, llvm::errs());
  return exitCode(Result);
}

} // namespace immortal::migrate
