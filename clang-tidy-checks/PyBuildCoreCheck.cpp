// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "PyBuildCoreCheck.h"
#include "BuildCoreReport.h"
#include "InternalImmortalizationCheck.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace immortal::tidy {

/// The options of the check that rewrites private calls.
static std::optional<ReportOptions>
rewriterOf(clang::tidy::ClangTidyContext &Context) {
  static constexpr llvm::StringLiteral Name =
      "cpython-internal-immortalization";
  if (!Context.isCheckEnabled(Name))
    return std::nullopt;
  return reportOptionsFrom(clang::tidy::ClangTidyCheck::OptionsView(
      Name, Context.getOptions().CheckOptions, &Context));
}

PyBuildCoreCheck::PyBuildCoreCheck(llvm::StringRef Name,
                                   clang::tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      MinimumPythonText(Options.get("MinimumPython", "")),
      MinimumPython(capi::parseVersion(MinimumPythonText)),
      Rewriter(rewriterOf(*Context)),
      Skipped(std::make_shared<source::SkippedRanges>()) {
  if (!MinimumPythonText.empty() && !MinimumPython)
    configurationDiag("invalid value '%0' of option %1.MinimumPython; write a "
                      "version such as '3.13'",
                      DiagnosticIDs::Error)
        << MinimumPythonText << Name;
}

void PyBuildCoreCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "MinimumPython", MinimumPythonText);
}

void PyBuildCoreCheck::registerPPCallbacks(const SourceManager &SM,
                                           Preprocessor *PP, Preprocessor *) {
  this->PP = PP;
  PP->addPPCallbacks(source::SkippedRanges::record(Skipped, SM));
}

void PyBuildCoreCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl(), this);
}

/// The places whose text a fix of the other check replaces.
std::vector<SourceRange>
PyBuildCoreCheck::rewrittenRanges(ASTContext &Context) const {
  std::vector<SourceRange> Ranges;
  if (!Rewriter)
    return Ranges;
  ImmortalizationReport Report(Context, *PP, *Skipped, *Rewriter);
  for (const Finding &F : Report.run())
    for (const FixItHint &Edit : F.Fix)
      if (Edit.RemoveRange.isValid())
        Ranges.push_back(Edit.RemoveRange.getAsRange());
  return Ranges;
}

void PyBuildCoreCheck::check(const MatchFinder::MatchResult &Result) {
  if (!PP || !source::mayUseBuildCore(*PP))
    return;
  const SourceManager &SM = *Result.SourceManager;
  const std::vector<SourceRange> Rewritten = rewrittenRanges(*Result.Context);
  BuildCoreOptions ReportOptions;
  if (MinimumPython)
    ReportOptions.MinimumPython = *MinimumPython;
  ReportOptions.IsRewritten = [&](SourceLocation Loc) {
    const unsigned Offset = SM.getFileOffset(Loc);
    return !hasNoLint(Loc, SM) &&
           llvm::any_of(Rewritten, [&](const SourceRange &Range) {
             return SM.isWrittenInSameFile(Loc, Range.getBegin()) &&
                    SM.getFileOffset(Range.getBegin()) <= Offset &&
                    Offset < SM.getFileOffset(Range.getEnd());
           });
  };
  BuildCoreReport Report(*Result.Context, *PP, *Skipped,
                         std::move(ReportOptions));
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
