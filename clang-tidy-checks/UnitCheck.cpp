// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "UnitCheck.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace immortal::tidy {

UnitCheck::UnitCheck(llvm::StringRef Name,
                     clang::tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      Judging(judgeOptionsFrom(
          Options, Name,
          [this](const llvm::Twine &Wrong) { reportOption(Wrong); })),
      NamesFixes(Options.getLocalOrGlobal(NamesFixesOption, false)) {}

void UnitCheck::reportOption(const llvm::Twine &Wrong) {
  configurationDiag("%0", DiagnosticIDs::Error) << Wrong.str();
}

void UnitCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Judging.store(Options, Opts);
}

void UnitCheck::registerPPCallbacks(const SourceManager &SM, Preprocessor *PP,
                                    Preprocessor *) {
  this->PP = PP;
  Skipped = source::SkippedRanges::of(*PP);
}

void UnitCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl(), this);
}

void UnitCheck::check(const MatchFinder::MatchResult &Result) {
  if (!PP)
    return;
  Skipped->addPreamble(*PP);
  // While somebody edits the includes, clangd goes on with the preamble of
  // before and comes again with the new one: until then nothing here is
  // certain.
  if (Skipped->lacksPreamble())
    return;
  Unit = UnitAnalysis::of(*Result.Context, *PP, Judging);
  checkUnit(*Result.Context);
}

void UnitCheck::print(const Finding &F) {
  const auto Emit = [&](const llvm::Twine &Text, const fixes::Edits &Fix,
                        DiagnosticIDs::Level Level) {
    auto Diagnostic = diag(F.Loc, "%0", Level) << Text.str();
    for (const FixItHint &Edit : Fix)
      Diagnostic << Edit;
  };
  const bool IsNamed = NamesFixes && !F.Alternatives.empty();
  Emit(F.Text, IsNamed ? fixes::Edits() : F.Fix, DiagnosticIDs::Warning);
  // clangd drops notes in macros' bodies, and how macros are made up explains
  // nothing here.
  for (const freshness::WitnessStep &Note : F.Notes)
    diag(PP->getSourceManager().getFileLoc(Note.Loc), "%0", DiagnosticIDs::Note)
        << Note.Text;
  if (IsNamed)
    Emit(F.FixName, F.Fix, DiagnosticIDs::Note);
  for (const Alternative &Other : F.Alternatives)
    Emit("or " + Other.Name, Other.Fix, DiagnosticIDs::Note);
}

} // namespace immortal::tidy
