// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/UnitFacts.h"
#include "CAPI/TriggerWords.h"
#include "Project/FunctionRows.h"
#include "Project/Paths.h"
#include "Source/SkippedRanges.h"
#include "Source/UserCode.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/Version.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#if CLANG_VERSION_MAJOR < 22
#include <clang-tidy/ClangTidyModuleRegistry.h>
#endif

using namespace clang;

namespace immortal::project {

thread_local UnitFacts *UnitFactsHere = nullptr;
thread_local const llvm::StringSet<> *AskedFunctions = nullptr;

bool ReachedFile::skips(unsigned Offset) const {
  return llvm::any_of(Skipped, [Offset](const auto &Range) {
    return Range.first <= Offset && Offset < Range.second;
  });
}

const ReachedFile *UnitFacts::reached(const std::string &Path) const {
  const auto Found = llvm::find_if(
      Reached, [&](const ReachedFile &File) { return File.Path == Path; });
  return Found == Reached.end() ? nullptr : &*Found;
}

namespace {
class UnitFactsCheck : public clang::tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerPPCallbacks(const SourceManager &SM, Preprocessor *PP,
                           Preprocessor *) override {
    this->PP = PP;
    PP->addPPCallbacks(source::SkippedRanges::record(Skipped, SM));
    PP->addPPCallbacks(recordHeaderQuestions(*PP, Questions));
  }

  void registerMatchers(ast_matchers::MatchFinder *Finder) override {
    Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
  }

  void check(const ast_matchers::MatchFinder::MatchResult &Result) override {
    const SourceManager &SM = *Result.SourceManager;
    if (!PP || !UnitFactsHere)
      return;
    const source::UserCode Code(SM, *PP);
    UnitFactsHere->Questions = *Questions;
    for (const FileID File : Skipped->files())
      if (Code.ownerOf(File) == source::Owner::User)
        UnitFactsHere->Reached.push_back(reached(File, SM));
    if (AskedFunctions) {
      UnitFactsHere->Rows = rowsOfDefinitions(*Result.Context, Code,
                                              *AskedFunctions, versions(Code));
      UnitFactsHere->Missing =
          unknownCallees(*Result.Context, Code, AskedFunctions);
    } else if (llvm::any_of(Skipped->files(), [&](FileID File) {
                 return Code.ownerOf(File) == source::Owner::User &&
                        capi::mayImmortalize(SM.getBufferData(File));
               })) {
      UnitFactsHere->Missing = unknownCallees(*Result.Context, Code, nullptr);
      UnitFactsHere->Wrappers =
          immortalizingDefinitions(*Result.Context, Code, versions(Code));
    }
  }

private:
  /// All that any check may ask about.
  capi::VersionRange versions(const source::UserCode &Code) const {
    const llvm::StringRef Oldest =
        Options.getLocalOrGlobal("MinimumPython", "");
    return {capi::parseVersion(Oldest).value_or(Code.pythonVersion()),
            capi::NewestKnown};
  }

  ReachedFile reached(FileID File, const SourceManager &SM) const {
    ReachedFile Result;
    // The process is in another folder than the compiler was.
    const auto Folder =
        SM.getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory();
    Result.Path = realPath(SM.getFileEntryRefForID(File)->getName(),
                           Folder ? *Folder : "");
    for (const source::SkippedRange &Range : Skipped->ranges())
      if (Range.File == File)
        Result.Skipped.push_back({Range.Begin, Range.End});
    return Result;
  }

  Preprocessor *PP = nullptr;
  std::shared_ptr<source::SkippedRanges> Skipped =
      std::make_shared<source::SkippedRanges>();
  std::shared_ptr<HeaderQuestions> Questions =
      std::make_shared<HeaderQuestions>();
};

class UnitFactsModule : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<UnitFactsCheck>(UnitFactsCheckName);
  }
};
} // namespace

static const clang::tidy::ClangTidyModuleRegistry::Add<UnitFactsModule>
    Registered("immortal-migrate-module",
               "What immortal-migrate asks of a translation unit.");

} // namespace immortal::project
