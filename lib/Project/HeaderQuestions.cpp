// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/HeaderQuestions.h"
#include "clang/Basic/Version.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace immortal::project {

bool HeaderQuestions::haveSameAnswers() const {
  const auto Exists = [](const std::string &Path) {
    return llvm::sys::fs::exists(Path);
  };
  return llvm::all_of(Found, Exists) && llvm::none_of(Missed, Exists);
}

namespace {
class QuestionRecorder : public PPCallbacks {
public:
  QuestionRecorder(Preprocessor &PP, std::shared_ptr<HeaderQuestions> Into)
      : PP(PP), Into(std::move(Into)) {}

  void HasInclude(SourceLocation Loc, llvm::StringRef Name, bool IsAngled,
                  OptionalFileEntryRef File,
                  SrcMgr::CharacteristicKind) override {
    if (File)
      return add(Into->Found, File->getName());
    if (llvm::sys::path::is_absolute(Name))
      return add(Into->Missed, Name);
    if (!IsAngled)
      missBesideIncluders(Loc, Name);
    for (const DirectoryLookup &Folder :
         PP.getHeaderSearchInfo().search_dir_range())
      if (Folder.isNormalDir())
        miss(Folder.getName(), Name);
      else
        Into->AreIncomplete = true;
  }

#if CLANG_VERSION_MAJOR >= 19
  void HasEmbed(SourceLocation, llvm::StringRef, bool,
                OptionalFileEntryRef) override {
    Into->AreIncomplete = true;
  }
#endif

private:
  /// Beside the file that asks, and, as cl.exe does, those that include it.
  void missBesideIncluders(SourceLocation Loc, llvm::StringRef Name) {
    const SourceManager &SM = PP.getSourceManager();
    for (Loc = SM.getExpansionLoc(Loc); Loc.isValid();
         Loc = SM.getIncludeLoc(SM.getFileID(Loc)))
      if (const auto File = SM.getFileEntryRefForID(SM.getFileID(Loc)))
        miss(File->getDir().getName(), Name);
  }

  void miss(llvm::StringRef Folder, llvm::StringRef Name) {
    llvm::SmallString<256> Path(Folder);
    llvm::sys::path::append(Path, Name);
    // __has_include_next asks for those behind the one that asks.
    const bool Exists = PP.getFileManager().getVirtualFileSystem().exists(Path);
    add(Exists ? Into->Found : Into->Missed, Path);
  }

  /// Not made simpler: a link on the way may lead elsewhere another day.
  void add(std::vector<std::string> &To, llvm::StringRef Path) {
    llvm::SmallString<256> Absolute(Path);
    PP.getFileManager().makeAbsolutePath(Absolute);
    if (Known.insert(Absolute).second)
      To.push_back(std::string(Absolute));
  }

  Preprocessor &PP;
  const std::shared_ptr<HeaderQuestions> Into;
  llvm::StringSet<> Known;
};
} // namespace

std::unique_ptr<PPCallbacks>
recordHeaderQuestions(Preprocessor &PP, std::shared_ptr<HeaderQuestions> Into) {
  return std::make_unique<QuestionRecorder>(PP, std::move(Into));
}

} // namespace immortal::project
