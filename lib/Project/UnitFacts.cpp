// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/UnitFacts.h"
#include "CAPI/TriggerWords.h"
#include "Project/FunctionRows.h"
#include "Project/Paths.h"
#include "Project/ResultYaml.h"
#include "Source/SkippedRanges.h"
#include "Source/UserCode.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Basic/Version.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <mutex>
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

using Ranges = std::vector<std::pair<unsigned, unsigned>>;

/// What is in a range of both.
static Ranges common(const Ranges &A, const Ranges &B) {
  Ranges Result;
  for (const auto &[Begin, End] : A)
    for (const auto &[OtherBegin, OtherEnd] : B) {
      const unsigned First = std::max(Begin, OtherBegin);
      const unsigned Last = std::min(End, OtherEnd);
      if (First < Last)
        Result.push_back({First, Last});
    }
  return Result;
}

/// Whether another unit, for which \p File is no system header, may fix
/// something in it. Most system headers are in every unit: each is searched
/// once for the whole run.
static bool mayBeEdited(FileID File, const SourceManager &SM) {
  static std::mutex Lock;
  static std::map<llvm::sys::fs::UniqueID, bool> Known;
  const FileEntry *Entry = SM.getFileEntryForID(File);
  if (!Entry)
    return false;
  const std::lock_guard<std::mutex> Guard(Lock);
  const auto [Answer, IsNew] = Known.try_emplace(Entry->getUniqueID());
  if (IsNew)
    Answer->second =
        llvm::any_of(capi::triggerWords(),
                     [Text = SM.getBufferData(File)](const auto &Word) {
                       return Text.contains(Word.Text);
                     });
  return Answer->second;
}

namespace {
/// Every time that the preprocessor enters a file.
struct Entries {
  llvm::DenseMap<const FileEntry *, std::vector<FileID>> ByFile;
  /// Whether an include of a file that may be the project's failed. One in
  /// angle brackets is hardly the project's, and misses on many machines.
  bool MissesFile = false;
};

class EntriesRecorder : public PPCallbacks {
public:
  EntriesRecorder(std::shared_ptr<Entries> Into, const SourceManager &SM)
      : Into(std::move(Into)), SM(SM) {}

  void LexedFileChanged(FileID File, LexedFileChangeReason Reason,
                        SrcMgr::CharacteristicKind, FileID,
                        SourceLocation) override {
    const FileEntry *Entry = SM.getFileEntryForID(File);
    if (Entry && Reason == LexedFileChangeReason::EnterFile)
      Into->ByFile[Entry].push_back(File);
  }

  void InclusionDirective(SourceLocation, const Token &, llvm::StringRef,
                          bool IsAngled, CharSourceRange,
                          OptionalFileEntryRef File, llvm::StringRef,
                          llvm::StringRef, const Module *, bool,
                          SrcMgr::CharacteristicKind) override {
    Into->MissesFile |= !File && !IsAngled;
  }

private:
  std::shared_ptr<Entries> Into;
  const SourceManager &SM;
};

class UnitFactsCheck : public clang::tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerPPCallbacks(const SourceManager &SM, Preprocessor *PP,
                           Preprocessor *) override {
    this->PP = PP;
    Skipped = source::SkippedRanges::of(*PP);
    PP->addPPCallbacks(recordHeaderQuestions(*PP, Questions));
    PP->addPPCallbacks(std::make_unique<EntriesRecorder>(Entered, SM));
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
    for (const FileID File : Skipped->files()) {
      const source::Owner Whose = Code.ownerOf(File);
      if (Whose == source::Owner::User ||
          (Whose == source::Owner::System && mayBeEdited(File, SM)))
        UnitFactsHere->Reached.push_back(reached(File, SM));
    }
    UnitFactsHere->MayReachMore = Entered->MissesFile;
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
    Result.Hash = hashText(SM.getBufferData(File));
    const auto Times = Entered->ByFile.find(SM.getFileEntryForID(File));
    Result.Skipped = skippedIn(File);
    if (Times != Entered->ByFile.end())
      for (const FileID Again : llvm::ArrayRef(Times->second).drop_front())
        if (!Result.Skipped.empty())
          Result.Skipped = common(Result.Skipped, skippedIn(Again));
    return Result;
  }

  Ranges skippedIn(FileID File) const {
    Ranges Result;
    for (const source::SkippedRange &Range : Skipped->ranges())
      if (Range.File == File)
        Result.push_back({Range.Begin, Range.End});
    return Result;
  }

  Preprocessor *PP = nullptr;
  std::shared_ptr<source::SkippedRanges> Skipped;
  std::shared_ptr<HeaderQuestions> Questions =
      std::make_shared<HeaderQuestions>();
  std::shared_ptr<Entries> Entered = std::make_shared<Entries>();
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
