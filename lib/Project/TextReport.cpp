// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/TextReport.h"
#include "Project/LineDiff.h"
#include "Project/Places.h"
#include "Project/Tally.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/TextDiagnostic.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

namespace immortal::project {

using clang::DiagnosticsEngine;
using clang::tooling::DiagnosticMessage;
using llvm::raw_ostream;

namespace {
/// Prints findings by clang's own printer.
class Printer {
public:
  Printer(const Migration &M, raw_ostream &Out)
      : M(M), Out(Out), Where(M), Options(makeOptions(Out.colors_enabled())) {}

  void print(const Finding &F) {
    print(F.Diag.Message,
          static_cast<DiagnosticsEngine::Level>(F.Diag.DiagLevel),
          F.Diag.Message.Message + " [" + F.Diag.DiagnosticName + "]" +
              configurations(F));
    for (const DiagnosticMessage &Note : F.Diag.Notes)
      print(Note, DiagnosticsEngine::Note, Note.Message);
    if (!F.Reason.empty()) {
      DiagnosticMessage Why = F.Diag.Message;
      Why.Fix.clear();
      Why.Ranges.clear();
      print(Why, DiagnosticsEngine::Note,
            (F.IsPartly ? "fixed in part: " : "not fixed: ") + F.Reason);
    }
  }

private:
#if CLANG_VERSION_MAJOR < 21
  using OptionsPointer = llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions>;
#else
  using OptionsPointer = std::unique_ptr<clang::DiagnosticOptions>;
#endif

  auto clangOptions() {
#if CLANG_VERSION_MAJOR < 21
    return Options.get();
#else
    return std::ref(*Options);
#endif
  }

  static OptionsPointer makeOptions(bool Colors) {
    OptionsPointer Result(new clang::DiagnosticOptions);
    Result->ShowColors = Colors;
    return Result;
  }

  /// Which Pythons a finding is for, where that is a question.
  std::string configurations(const Finding &F) const {
    if (M.Configurations.size() < 2 || F.Configurations.empty())
      return {};
    return " [" + llvm::join(F.Configurations, ", ") + "]";
  }

  void print(const DiagnosticMessage &Message, DiagnosticsEngine::Level Level,
             llvm::StringRef Text) {
    if (const auto Location =
            Where.location(Message.FilePath, Message.FileOffset)) {
      // One for each message: it keeps text back until its end.
      clang::TextDiagnostic(Out, Language, clangOptions())
          .emitDiagnostic(*Location, Level, Text, ranges(Message),
                          hints(Message));
      return;
    }
    if (!Message.FilePath.empty())
      Out << Where.name(Message.FilePath) << ": ";
    clang::TextDiagnostic::printDiagnosticLevel(Out, Level,
                                                Out.colors_enabled());
    clang::TextDiagnostic::printDiagnosticMessage(
        Out, Level == DiagnosticsEngine::Note, Text, 0, 0,
        Out.colors_enabled());
  }

  /// The characters from \p Offset on, if they are in the file of \p Message.
  std::optional<clang::CharSourceRange> range(const DiagnosticMessage &Message,
                                              llvm::StringRef File,
                                              unsigned Offset,
                                              unsigned Length) {
    if (File != Message.FilePath)
      return std::nullopt;
    const auto Begin = Where.location(File, Offset);
    const auto End = Where.location(File, Offset + Length);
    if (!Begin || !End)
      return std::nullopt;
    return clang::CharSourceRange::getCharRange(*Begin, *End);
  }

  llvm::SmallVector<clang::CharSourceRange, 4>
  ranges(const DiagnosticMessage &Message) {
    llvm::SmallVector<clang::CharSourceRange, 4> Result;
    for (const clang::tooling::FileByteRange &R : Message.Ranges)
      if (const auto Known = range(Message, R.FilePath, R.FileOffset, R.Length))
        Result.push_back(*Known);
    return Result;
  }

  llvm::SmallVector<clang::FixItHint, 4>
  hints(const DiagnosticMessage &Message) {
    llvm::SmallVector<clang::FixItHint, 4> Result;
    for (const auto &File : Message.Fix)
      for (const clang::tooling::Replacement &R : File.second)
        if (const auto Known =
                range(Message, R.getFilePath(), R.getOffset(), R.getLength()))
          Result.push_back(clang::FixItHint::CreateReplacement(
              *Known, R.getReplacementText()));
    return Result;
  }

  const Migration &M;
  raw_ostream &Out;
  Places Where;
  const clang::LangOptions Language;
  OptionsPointer Options;
};
} // namespace

static void printHeading(llvm::StringRef Text, raw_ostream &Out) {
  Out << '\n';
  Out.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true) << Text;
  Out.resetColor() << '\n';
}

static void printTable(llvm::StringRef Title,
                       const std::map<std::string, Counts> &Rows,
                       raw_ostream &Out) {
  size_t Width = Title.size();
  for (const auto &[Name, Count] : Rows)
    Width = std::max(Width, Name.size());
  std::string Head;
  llvm::raw_string_ostream(Head)
      << llvm::left_justify(Title, Width) << "  fixed  offered  left";
  printHeading(Head, Out);
  for (const auto &[Name, Count] : Rows)
    Out << llvm::left_justify(Name, Width)
        << llvm::format("  %5u  %7u  %4u\n", Count.Fixed, Count.Offered,
                        Count.Left);
}

static std::string count(size_t Number, llvm::StringRef Noun) {
  return (llvm::Twine(Number) + " " + Noun + (Number == 1 ? "" : "s")).str();
}

static void printSummary(const Migration &M, raw_ostream &Out) {
  const Tally Numbers(M);
  if (!M.Findings.empty()) {
    printTable("check", Numbers.Checks, Out);
    printTable("file", Numbers.Files, Out);
  }
  if (!Numbers.Reasons.empty()) {
    printHeading("left, and why", Out);
    for (const LeftBecause &Reason : Numbers.Reasons)
      Out << llvm::format("%5u  ", Reason.Count) << Reason.Why << " ["
          << Reason.Check << "]\n";
  }
  Out << '\n'
      << count(Numbers.Total.all(), "finding") << ": " << Numbers.Total.Fixed
      << " fixed, " << Numbers.Total.Offered << " offered, "
      << Numbers.Total.Left << " left";
  if (Numbers.Total.Partly)
    Out << ", " << Numbers.Total.Partly << " of them fixed in part";
  if (Numbers.Total.Known)
    Out << "; " << Numbers.Total.Known << " in the baseline";
  Out << '\n';
  if (!M.Changes.empty())
    Out << count(M.Changes.size(), "file")
        << (M.Written ? " changed; '--undo' restores what was there\n"
                      : " to change; nothing is written without '--fix'\n");
}

void writeProblems(const Migration &M, raw_ostream &Out) {
  if (M.Problems.empty())
    return;
  const Places Where(M);
  printHeading("problems", Out);
  for (const Problem &P : M.Problems) {
    if (!P.File.empty()) {
      Out << Where.name(P.File) << ':';
      if (P.Line)
        Out << P.Line << ':';
      Out << ' ';
    }
    clang::TextDiagnostic::printDiagnosticLevel(Out, DiagnosticsEngine::Error,
                                                Out.colors_enabled());
    Out << P.Text << '\n';
  }
}

void writeText(const Migration &M, raw_ostream &Out) {
  Printer Findings(M, Out);
  for (const Finding &F : M.Findings)
    if (!F.Known)
      Findings.print(F);
  const Places Where(M);
  for (const Change &C : M.Changes) {
    Out << '\n';
    if (C.IsNew)
      Out << "new file " << Where.name(C.File) << ", "
          << count(llvm::StringRef(C.After).count('\n'), "line") << '\n';
    else
      printUnifiedDiff(Out, Where.name(C.File), diffLines(C.Before, C.After));
  }
  printSummary(M, Out);
}

} // namespace immortal::project
