// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/ExportFixes.h"
#include "Project/OutputFile.h"
#include "Project/Patch.h"
#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"

using clang::tooling::Replacement;
using clang::tooling::TranslationUnitDiagnostics;

namespace immortal::project {

using clang::tooling::Diagnostic;

/// The one edit that turns a text into another.
static Replacement wholeEdit(const Change &C) {
  const llvm::StringRef Before = C.Before, After = C.After;
  const size_t Shorter = std::min(Before.size(), After.size());
  size_t Head = 0;
  while (Head < Shorter && Before[Head] == After[Head])
    ++Head;
  size_t Tail = 0;
  while (Tail < Shorter - Head &&
         Before[Before.size() - Tail - 1] == After[After.size() - Tail - 1])
    ++Tail;
  return {C.File, static_cast<unsigned>(Head),
          static_cast<unsigned>(Before.size() - Head - Tail),
          After.substr(Head, After.size() - Head - Tail)};
}

static Diagnostic diagnosticFor(const Change &C) {
  Diagnostic Result;
  Result.DiagnosticName = "immortal-migrate";
  Result.DiagLevel = Diagnostic::Warning;
  Result.Message.Message = "all fixes of this file";
  Result.Message.FilePath = C.File;
  const Replacement Edit = wholeEdit(C);
  Result.Message.FileOffset = Edit.getOffset();
  llvm::cantFail(Result.Message.Fix[C.File].add(Edit));
  return Result;
}

/// The fixed findings, with what each of them edits.
static std::vector<Diagnostic> fixedFindings(const Migration &What,
                                             Patch &Edits) {
  std::vector<Finding> Fixed;
  for (const Finding &F : What.Findings)
    if (F.State == Outcome::Fixed)
      Fixed.push_back(F);
  std::vector<Diagnostic> Result;
  for (const Fix &F : fixesOf(Fixed)) {
    if (Edits.add(F))
      continue;
    Result.push_back(Fixed[F.Finding].Diag);
    Result.back().Message.Fix.clear();
    for (const auto &[File, Own] : F.Edits)
      Result.back().Message.Fix[File] = Own;
  }
  return Result;
}

static bool isText(const Diagnostic &D, llvm::StringRef File) {
  const auto Own = D.Message.Fix.find(File);
  return Own == D.Message.Fix.end() ||
         llvm::all_of(Own->second, [](const Replacement &Edit) {
           return llvm::json::isUTF8(Edit.getReplacementText());
         });
}

std::vector<Problem> exportFixes(const Migration &What, llvm::StringRef Path) {
  std::vector<Problem> Problems;
  TranslationUnitDiagnostics All;
  Patch Edits;
  All.Diagnostics = fixedFindings(What, Edits);
  for (const Change &C : What.Changes) {
    if (C.IsNew)
      continue;
    llvm::Expected<std::string> Edited = Edits.apply(C.File, C.Before);
    const bool IsAll = Edited && *Edited == C.After;
    if (!Edited)
      llvm::consumeError(Edited.takeError());
    if (!IsAll) {
      for (Diagnostic &D : All.Diagnostics)
        D.Message.Fix.erase(C.File);
      All.Diagnostics.push_back(diagnosticFor(C));
    }
    if (llvm::all_of(All.Diagnostics,
                     [&](const Diagnostic &D) { return isText(D, C.File); }))
      continue;
    for (Diagnostic &D : All.Diagnostics)
      D.Message.Fix.erase(C.File);
    Problems.push_back({C.File, 0,
                        "has new text that is not UTF-8, which --export-fixes "
                        "cannot express; use --fix for it"});
  }
  llvm::erase_if(All.Diagnostics,
                 [](const Diagnostic &D) { return D.Message.Fix.empty(); });

  if (llvm::Error Failure = writeOutput(Path, [&](llvm::raw_ostream &Out) {
        llvm::yaml::Output Yaml(Out);
        Yaml << All;
      }))
    Problems.push_back({"", 0, llvm::toString(std::move(Failure))});
  return Problems;
}

} // namespace immortal::project
