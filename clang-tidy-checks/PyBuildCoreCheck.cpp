// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "PyBuildCoreCheck.h"
#include "BuildCoreReport.h"
#include "InternalImmortalizationCheck.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace immortal::tidy {

/// The options of the check that rewrites private calls, which complains itself
/// about wrong ones.
static std::optional<ReportOptions>
rewriterOf(clang::tidy::ClangTidyContext &Context) {
  constexpr llvm::StringLiteral Name = InternalImmortalizationCheck::CheckName;
  if (!Context.isCheckEnabled(Name))
    return std::nullopt;
  const clang::tidy::ClangTidyCheck::OptionsView View(
      Name, Context.getOptions().CheckOptions, &Context);
  const auto Ignore = [](const llvm::Twine &) {};
  return reportOptionsFrom(View, judgeOptionsFrom(View, Name, Ignore), Ignore);
}

PyBuildCoreCheck::PyBuildCoreCheck(llvm::StringRef Name,
                                   clang::tidy::ClangTidyContext *Context)
    : UnitCheck(Name, Context), Rewriter(rewriterOf(*Context)) {}

/// The places whose text a fix of the other check replaces.
std::vector<SourceRange>
PyBuildCoreCheck::rewrittenRanges(ASTContext &Context) {
  std::vector<SourceRange> Ranges;
  if (!Rewriter)
    return Ranges;
  const auto Report = ImmortalizationReport::of(
      UnitAnalysis::of(Context, preprocessor(), Rewriter->Judging),
      preprocessor(), skipped(), *Rewriter);
  for (const Finding &F : Report->All)
    for (const FixItHint &Edit : F.Fix)
      if (Edit.RemoveRange.isValid())
        Ranges.push_back(Edit.RemoveRange.getAsRange());
  return Ranges;
}

void PyBuildCoreCheck::checkUnit(ASTContext &Context) {
  if (!source::mayUseBuildCore(preprocessor()))
    return;
  const SourceManager &SM = Context.getSourceManager();
  const std::vector<SourceRange> Rewritten = rewrittenRanges(Context);
  BuildCoreOptions ReportOptions;
  if (Judging.MinimumPython)
    ReportOptions.MinimumPython = *Judging.MinimumPython;
  ReportOptions.IsRewritten = [&](SourceLocation Loc) {
    const unsigned Offset = SM.getFileOffset(Loc);
    return !hasNoLint(Loc, SM) &&
           llvm::any_of(Rewritten, [&](const SourceRange &Range) {
             return SM.isWrittenInSameFile(Loc, Range.getBegin()) &&
                    SM.getFileOffset(Range.getBegin()) <= Offset &&
                    Offset < SM.getFileOffset(Range.getEnd());
           });
  };
  BuildCoreReport Report(Context, preprocessor(), unit()->Code, skipped(),
                         std::move(ReportOptions));
  for (const Finding &F : Report.run())
    print(F);
}

} // namespace immortal::tidy
