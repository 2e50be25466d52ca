// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ContractCheck.h"
#include "CAPI/ModelFile.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include <clang-tidy/utils/OptionsUtils.h>

using namespace clang;
using namespace clang::ast_matchers;

llvm::ArrayRef<std::pair<immortal::tidy::Builds, llvm::StringRef>>
clang::tidy::OptionEnumMapping<immortal::tidy::Builds>::getEnumMapping() {
  using immortal::tidy::Builds;
  static constexpr std::pair<Builds, llvm::StringRef> Names[] = {
      {Builds::Both, "both"},
      {Builds::GIL, "gil"},
      {Builds::FreeThreaded, "free-threaded"}};
  return Names;
}

namespace immortal::tidy {

ContractCheck::ContractCheck(llvm::StringRef Name,
                             clang::tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      MinimumPythonText(Options.getLocalOrGlobal("MinimumPython", "")),
      ForBuilds(Options.getLocalOrGlobal("Builds", Builds::Both)),
      Skipped(std::make_shared<source::SkippedRanges>()) {
  CallOpts.MinimumPython = capi::parseVersion(MinimumPythonText);
  CallOpts.ForGIL = ForBuilds != Builds::FreeThreaded;
  CallOpts.ForFreeThreaded = ForBuilds != Builds::GIL;
  CallOpts.ModelFiles = Options.getLocalOrGlobal("ModelFiles", "").str();
  if (!MinimumPythonText.empty() && !CallOpts.MinimumPython)
    configurationDiag("invalid value '%0' of option %1.MinimumPython; write a "
                      "version such as '3.13'",
                      DiagnosticIDs::Error)
        << MinimumPythonText << Name;
  if (CallOpts.ModelFiles.empty())
    return;
  auto Rows = std::make_shared<capi::Model>();
  for (llvm::StringRef Path :
       clang::tidy::utils::options::parseStringList(CallOpts.ModelFiles))
    if (llvm::Error Wrong = Rows->addFile(Path))
      configurationDiag("%0", DiagnosticIDs::Error)
          << llvm::toString(std::move(Wrong));
  CallOpts.Rows = std::move(Rows);
}

void ContractCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "MinimumPython", MinimumPythonText);
  Options.store(Opts, "Builds", ForBuilds);
  Options.store(Opts, "ModelFiles", CallOpts.ModelFiles);
}

void ContractCheck::registerPPCallbacks(const SourceManager &SM,
                                        Preprocessor *PP, Preprocessor *) {
  this->PP = PP;
  PP->addPPCallbacks(source::SkippedRanges::record(Skipped, SM));
}

void ContractCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl(), this);
}

void ContractCheck::check(const MatchFinder::MatchResult &Result) {
  Calls = ImmortalCalls::of(*Result.Context, *PP, *Skipped, CallOpts);
  const bool HasErrors =
      Result.Context->getDiagnostics().hasUncompilableErrorOccurred();
  const auto Examine = [&](const ImmortalCall &Call) {
    std::optional<Finding> F = examine(*Calls, Call);
    if (!F)
      return;
    if (HasErrors)
      F->Fix.clear();
    for (const ImmortalCall *Inner = Call.Within; Inner; Inner = Inner->Within)
      F->Notes.push_back({Inner->Loc, "'" + Inner->Function->getNameAsString() +
                                          "' makes it immortal here"});
    print(*F, *Result.SourceManager);
  };
  llvm::for_each(Calls->calls(), Examine);
  llvm::for_each(Calls->callsOfWrappers(), Examine);
  for (const Finding &F : examineUnit(*Calls, *Skipped))
    print(F, *Result.SourceManager);
}

void ContractCheck::print(const Finding &F, const SourceManager &SM) {
  {
    auto Warning = diag(F.Loc, "%0") << F.Text;
    for (const FixItHint &Edit : F.Fix)
      Warning << Edit;
  }
  for (const freshness::WitnessStep &Note : F.Notes)
    diag(SM.getFileLoc(Note.Loc), "%0", DiagnosticIDs::Note) << Note.Text;
}

} // namespace immortal::tidy
