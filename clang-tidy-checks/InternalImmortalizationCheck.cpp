// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "InternalImmortalizationCheck.h"
#include "ImmortalizationReport.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace immortal::tidy {

static constexpr llvm::StringLiteral CompatHeaders[] = {
#define VENDORED_HEADER(Name, Guard) Name,
#include "CAPI/KnownFiles.def"
};

static constexpr llvm::StringLiteral DefaultCompatHeader = "py_immortal.h";

ReportOptions
reportOptionsFrom(const clang::tidy::ClangTidyCheck::OptionsView &Options) {
  ReportOptions Result;
  const llvm::StringRef Header =
      Options.get("CompatHeader", DefaultCompatHeader);
  if (Header != "none")
    Result.CompatHeader = Header.str();
  Result.MinimumPython =
      capi::parseVersion(Options.get("MinimumPython", llvm::StringRef()));
  return Result;
}

InternalImmortalizationCheck::InternalImmortalizationCheck(
    llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      CompatHeader(Options.get("CompatHeader", DefaultCompatHeader)),
      MinimumPythonText(Options.get("MinimumPython", "")),
      MinimumPython(capi::parseVersion(MinimumPythonText)),
      Skipped(std::make_shared<source::SkippedRanges>()) {
  if (!MinimumPythonText.empty() && !MinimumPython)
    configurationDiag("invalid value '%0' of option %1.MinimumPython; write a "
                      "version such as '3.13'",
                      DiagnosticIDs::Error)
        << MinimumPythonText << Name;
  if (CompatHeader != "none" &&
      !llvm::is_contained(CompatHeaders, CompatHeader))
    configurationDiag("invalid value '%0' of option %1.CompatHeader; write "
                      "'py_immortal.h', 'pythoncapi_compat.h' or 'none'",
                      DiagnosticIDs::Error)
        << CompatHeader << Name;
}

void InternalImmortalizationCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "CompatHeader", CompatHeader);
  Options.store(Opts, "MinimumPython", MinimumPythonText);
}

void InternalImmortalizationCheck::registerPPCallbacks(const SourceManager &SM,
                                                       Preprocessor *PP,
                                                       Preprocessor *) {
  this->PP = PP;
  PP->addPPCallbacks(source::SkippedRanges::record(Skipped, SM));
}

void InternalImmortalizationCheck::registerMatchers(MatchFinder *Finder) {
  // The check has a traversal of its own, which most files never need.
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void InternalImmortalizationCheck::check(
    const MatchFinder::MatchResult &Result) {
  if (Skipped->isMissing("Python.h")) {
    const SourceManager &SM = *Result.SourceManager;
    diag(SM.getLocForStartOfFile(SM.getMainFileID()),
         "Python.h is not found, so nothing is checked here; add the folder of "
         "Python's headers to the compile commands, or name it behind '--': "
         "-- $(python3-config --includes)");
    return;
  }
  ImmortalizationReport Report(*Result.Context, *PP, *Skipped,
                               reportOptionsFrom(Options));
  for (const Finding &F : Report.run()) {
    {
      auto Warning = diag(F.Loc, "%0") << F.Text;
      for (const FixItHint &Edit : F.Fix)
        Warning << Edit;
    }
    for (const freshness::WitnessStep &Note : F.Notes)
      diag(Note.Loc, "%0", DiagnosticIDs::Note) << Note.Text;
  }
}

} // namespace immortal::tidy
