// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/BuildFiles.h"
#include "CAPI/BuildCore.h"
#include "Project/DurableFile.h"
#include "Project/Paths.h"
#include "Project/Units.h"
#include "Source/UserCode.h"
#include "clang/Basic/CharInfo.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"
#include <set>

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace immortal::project {

namespace {
enum class CommentPlace : uint8_t { Anywhere, First };

struct Language {
  llvm::StringLiteral Comment;
  CommentPlace Where;
  bool HasStrings;
};

enum class LanguageName : uint8_t {
#define BUILD_LANGUAGE(Name, Comment, Where, HasStrings, Source) Name,
#include "Project/BuildFiles.def"
};

struct FileRow {
  llvm::StringLiteral Pattern;
  LanguageName Written;
};
} // namespace

static constexpr Language Languages[] = {
#define BUILD_LANGUAGE(Name, Comment, Where, HasStrings, Source)               \
  {Comment, CommentPlace::Where, HasStrings},
#include "Project/BuildFiles.def"
};

static constexpr FileRow FileRows[] = {
#define BUILD_FILE(Pattern, Language) {Pattern, LanguageName::Language},
#include "Project/BuildFiles.def"
};

static constexpr llvm::StringLiteral Undefines[] = {
#define BUILD_UNDEFINES(Word, Source) Word,
#include "Project/BuildFiles.def"
};

static const Language *languageOf(llvm::StringRef Name) {
  for (const FileRow &Row : FileRows)
    if (llvm::cantFail(llvm::GlobPattern::create(Row.Pattern)).match(Name))
      return &Languages[static_cast<size_t>(Row.Written)];
  return nullptr;
}

/// Where the comment of \p Line begins, in a file that goes on after \p Line
/// as if it had no strings over several lines; its size if it has none.
static size_t commentIn(llvm::StringRef Line, const Language &Written) {
  if (Written.Where == CommentPlace::First) {
    const size_t First = Line.find_first_not_of(" \t");
    return First != llvm::StringRef::npos &&
                   Written.Comment.contains(Line[First])
               ? First
               : Line.size();
  }
  char Quote = 0;
  for (size_t I = 0; I < Line.size(); ++I) {
    const char C = Line[I];
    if (C == '\\')
      ++I;
    else if (Quote)
      Quote = C == Quote ? 0 : Quote;
    else if (Written.HasStrings && (C == '"' || C == '\''))
      Quote = C;
    else if (Written.Comment.contains(C))
      return I;
  }
  return Line.size();
}

/// The size of the macro's name at \p At; 0 if it is not a word of its own or
/// behind -D.
static size_t macroAt(llvm::StringRef Line, size_t At) {
  const llvm::StringRef Name = Line.substr(At).take_while(
      [](char C) { return clang::isAsciiIdentifierContinue(C); });
  llvm::StringRef Before = Line.take_front(At);
  if (Before.consume_back("D") && !Before.ends_with("-") &&
      !Before.ends_with("/"))
    return 0;
  const bool Continues =
      !Before.empty() && clang::isAsciiIdentifierContinue(Before.back());
  return capi::isBuildCoreMacro(Name) && !Continues ? Name.size() : 0;
}

static bool isGenerated(llvm::StringRef Text) {
  return !source::generatorOf(Text).empty();
}

std::vector<size_t> buildCoreIn(llvm::StringRef Name, llvm::StringRef Text) {
  std::vector<size_t> Places;
  const Language *Written = languageOf(Name);
  const llvm::StringRef Macro = capi::buildCoreMacros().front();
  if (!Written || !Text.contains(Macro) || isGenerated(Text))
    return Places;
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    const llvm::StringRef Whole =
        Rest.take_until([](char C) { return C == '\n'; });
    const size_t Begin = Text.size() - Rest.size();
    Rest = Rest.drop_front(std::min(Rest.size(), Whole.size() + 1));
    const llvm::StringRef Line = Whole.take_front(commentIn(Whole, *Written));
    if (Whole.contains("NOLINT"))
      continue;
    for (size_t At = Line.find(Macro); At != llvm::StringRef::npos;
         At = Line.find(Macro, At + Macro.size()))
      if (macroAt(Line, At) &&
          llvm::none_of(Undefines, [&](llvm::StringRef Word) {
            return Line.take_front(At).contains(Word);
          }))
        Places.push_back(Begin + At);
  }
  return Places;
}

/// Calls \p Each with the entries of \p Folder, in order; what cannot be read
/// has none.
static void forEntries(llvm::StringRef Folder,
                       llvm::function_ref<void(const std::string &)> Each) {
  std::error_code Failed;
  std::vector<std::string> Entries;
  for (fs::directory_iterator It(Folder, Failed), End; !Failed && It != End;
       It.increment(Failed))
    Entries.push_back(It->path());
  llvm::sort(Entries);
  llvm::for_each(Entries, Each);
}

namespace {
/// Collects build files, each once.
class BuildFileFinder {
public:
  /// Of \p Folder alone.
  void addFolder(llvm::StringRef Folder) {
    forEntries(Folder, [&](const std::string &Entry) { addFile(Entry); });
  }

  /// Of \p Folder and all below, but not of tools and builds.
  void addTree(llvm::StringRef Folder) {
    fs::UniqueID ID;
    if (fs::getUniqueID(Folder, ID) || !Seen.insert(ID).second)
      return;
    forEntries(Folder, [&](const std::string &Entry) {
      if (!fs::is_directory(Entry))
        addFile(Entry);
      else if (!isForTools(Entry))
        addTree(Entry);
    });
  }

  std::set<std::string> Found;

private:
  void addFile(const std::string &Path) {
    if (languageOf(path::filename(Path)) && fs::is_regular_file(Path))
      Found.insert(realPath(Path));
  }

  std::set<fs::UniqueID> Seen;
};
} // namespace

std::vector<std::string> findBuildFiles(llvm::StringRef Root,
                                        llvm::ArrayRef<std::string> Sources) {
  BuildFileFinder Finder;
  llvm::StringSet<> Folders;
  for (const std::string &Source : Sources)
    for (llvm::StringRef Folder = path::parent_path(Source);
         isBelow(Folder, Root) && Folders.insert(Folder).second;
         Folder = path::parent_path(Folder))
      Finder.addFolder(Folder);
  // A folder without a build file of its own may be anybody's home.
  if (llvm::any_of(Finder.Found, [&](llvm::StringRef File) {
        return path::parent_path(File) == Root;
      }))
    Finder.addTree(Root);
  return {Finder.Found.begin(), Finder.Found.end()};
}

void addBuildFindings(llvm::ArrayRef<std::string> Files, Migration &Into) {
  for (const std::string &File : Files) {
    const llvm::ErrorOr<std::string> Bytes = readBytes(File);
    if (!Bytes) {
      Into.Problems.push_back({File, 0,
                               "cannot be read: " + Bytes.getError().message() +
                                   "; Py_BUILD_CORE may stand in it"});
      continue;
    }
    const llvm::StringRef Text = *Bytes;
    for (const size_t At : buildCoreIn(path::filename(File), Text)) {
      const llvm::StringRef Macro = Text.substr(At).take_while(
          [](char C) { return clang::isAsciiIdentifierContinue(C); });
      Finding F;
      F.Diag = clang::tooling::Diagnostic("cpython-py-build-core",
                                          clang::tooling::Diagnostic::Warning,
                                          path::parent_path(File));
      F.Diag.Message.FilePath = File;
      F.Diag.Message.FileOffset = At;
      F.Diag.Message.Message =
          ("'" + Macro +
           "' in a build file opens CPython's internals; replace what needs "
           "them, then remove it")
              .str();
      Into.Findings.push_back(std::move(F));
      Into.Texts[File] = Text.str();
    }
  }
  const auto Key = [](const Finding &F) {
    return std::tie(F.Diag.Message.FilePath, F.Diag.Message.FileOffset,
                    F.Diag.DiagnosticName, F.Diag.Message.Message);
  };
  llvm::sort(Into.Findings, [&](const Finding &A, const Finding &B) {
    return Key(A) < Key(B);
  });
}

} // namespace immortal::project
