// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/JsonReport.h"
#include "Project/Fingerprint.h"
#include "Project/LineDiff.h"
#include "Project/Places.h"
#include "Project/Tally.h"

namespace immortal::project {

using llvm::json::Array;
using llvm::json::fixUTF8;
using llvm::json::Object;
using llvm::json::Value;
using Edits = llvm::StringMap<clang::tooling::Replacements>;

/// Raised when a reader of an older version could misunderstand the file.
constexpr int FormatVersion = 1;

static Object toJson(const Place &Where) {
  Object Result{{"file", fixUTF8(Where.File)}};
  if (Where.Line) {
    Result["line"] = Where.Line;
    Result["column"] = Where.Column;
  }
  return Result;
}

static Value toJson(const Edits &Fix, Places &Where) {
  std::vector<clang::tooling::Replacement> All;
  for (const auto &File : Fix)
    llvm::append_range(All, File.second);
  llvm::sort(All);
  Array Result;
  for (const clang::tooling::Replacement &R : All) {
    Object Edit = toJson(Where.at(R.getFilePath(), R.getOffset()));
    Edit["offset"] = R.getOffset();
    Edit["length"] = R.getLength();
    Edit["text"] = fixUTF8(R.getReplacementText());
    Result.push_back(std::move(Edit));
  }
  return Result;
}

static Object toJson(const clang::tooling::DiagnosticMessage &Message,
                     Places &Where) {
  Object Result{{"message", fixUTF8(Message.Message)}};
  if (!Message.FilePath.empty())
    Result["location"] = toJson(Where.at(Message.FilePath, Message.FileOffset));
  if (!Message.Fix.empty())
    Result["edits"] = toJson(Message.Fix, Where);
  return Result;
}

static Value toJson(const Finding &F, const std::string &Fingerprint,
                    Places &Where) {
  Object Result = toJson(F.Diag.Message, Where);
  // Edits that are not applied, for the reason given, are nobody's business.
  if (F.State != Outcome::Fixed)
    Result.erase("edits");
  Result["fingerprint"] = Fingerprint;
  Result["check"] = F.Diag.DiagnosticName;
  Result["state"] = name(F.State);
  Result["known"] = F.Known;
  Result["configurations"] = Array(F.Configurations);
  if (!F.Reason.empty())
    Result["reason"] = fixUTF8(F.Reason);
  Array Notes;
  for (const clang::tooling::DiagnosticMessage &Note : F.Diag.Notes)
    Notes.push_back(toJson(Note, Where));
  Result["notes"] = std::move(Notes);
  return Result;
}

static Value changes(const Migration &M, const Places &Where) {
  Array Result;
  for (const Change &C : M.Changes) {
    const std::string File = Where.name(C.File);
    std::string Diff;
    llvm::raw_string_ostream Out(Diff);
    printUnifiedDiff(Out, File, diffLines(C.Before, C.After));
    Result.push_back(Object{{"file", fixUTF8(File)},
                            {"new", C.IsNew},
                            {"diff", fixUTF8(Out.str())}});
  }
  return Result;
}

static Value problems(const Migration &M, const Places &Where) {
  Array Result;
  for (const Problem &P : M.Problems) {
    Object Entry{{"text", fixUTF8(P.Text)}};
    if (!P.File.empty())
      Entry["file"] = fixUTF8(Where.name(P.File));
    if (P.Line)
      Entry["line"] = P.Line;
    Result.push_back(std::move(Entry));
  }
  return Result;
}

Value toJson(const Migration &M) {
  Places Where(M);
  Array Findings;
  for (const auto &[F, Fingerprint] : llvm::zip(M.Findings, fingerprints(M)))
    Findings.push_back(toJson(F, Fingerprint, Where));
  const Counts Total = Tally(M).Total;
  return Object{{"version", FormatVersion},
                {"tool", Object{{"name", "immortal-migrate"},
                                {"version", IMMORTAL_TIDY_VERSION},
                                {"clang", IMMORTAL_TIDY_CLANG_VERSION}}},
                {"configurations", Array(M.Configurations)},
                {"written", M.Written},
                {"summary", Object{{"fixed", Total.Fixed},
                                   {"offered", Total.Offered},
                                   {"left", Total.Left},
                                   {"known", Total.Known}}},
                {"findings", std::move(Findings)},
                {"changes", changes(M, Where)},
                {"problems", problems(M, Where)}};
}

Value toCodeQuality(const Migration &M) {
  Places Where(M);
  Array Result;
  for (const auto &[F, Fingerprint] : llvm::zip(M.Findings, fingerprints(M))) {
    if (!isOpen(M, F))
      continue;
    const auto &Message = F.Diag.Message;
    const Place Here = Where.at(Message.FilePath, Message.FileOffset);
    const bool Error = F.Diag.DiagLevel == clang::tooling::Diagnostic::Error;
    Result.push_back(Object{
        {"description", fixUTF8(Message.Message)},
        {"check_name", F.Diag.DiagnosticName},
        {"fingerprint", Fingerprint},
        {"severity", Error ? "critical" : "major"},
        {"location",
         Object{{"path", fixUTF8(Here.File)},
                {"lines", Object{{"begin", std::max(Here.Line, 1U)}}}}}});
  }
  return Result;
}

} // namespace immortal::project
