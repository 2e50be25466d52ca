// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_LEXEDFILE_H
#define IMMORTAL_TIDY_SOURCE_LEXEDFILE_H

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>
#include <vector>

namespace clang {
class LangOptions;
} // namespace clang

namespace immortal::source {

enum class DirectiveKind : uint8_t {
  If,
  ElseBranch,
  EndIf,
  Define,
  Undef,
  Include,
  Other,
};

/// A preprocessor directive as written. All positions are offsets in its file.
struct Directive {
  DirectiveKind Kind = DirectiveKind::Other;
  /// "ifndef", "define", ...
  llvm::StringRef Keyword;
  /// What is defined, undefined or tested by #ifdef; the file as written in an
  /// #include, without quotes. Empty in all others.
  llvm::StringRef Name;
  /// The directive from '#' to its last token.
  llvm::StringRef Text;
  /// Where Name stands; '#' if there is none.
  unsigned NameOffset = 0;
  unsigned Hash = 0;
  /// The whole lines, with continuation lines, the comments behind it, and the
  /// line break.
  unsigned LinesBegin = 0;
  unsigned LinesEnd = 0;
  /// Whether nothing but blanks stands before '#' on its line.
  bool OwnsItsLines = true;
  /// Whether code stands between the directive before and this one.
  bool CodeBefore = false;

  /// Whether the condition of an #if or #elif, or the name of an #ifdef, is or
  /// mentions one of the Py_BUILD_CORE macros.
  bool mentionsBuildCore() const;
};

/// Where in its file an identifier stands.
enum class WordPlace : uint8_t { Code, MacroBody, Condition };

/// An identifier as written, outside of comments and strings.
struct Word {
  llvm::StringRef Text;
  unsigned Offset = 0;
  WordPlace Place = WordPlace::Code;
  /// Whether '.' or '->' stands before it.
  bool IsMember = false;
  /// Whether '(' stands behind it.
  bool IsCalled = false;
};

/// A conditional from #if to #endif, by indices into LexedFile::Directives.
struct Conditional {
  /// #if, then every #elif and #else.
  std::vector<unsigned> Branches;
  unsigned End = 0;
};

/// Where the first line of a file with \p Text begins: behind a byte order
/// mark, which no edit may move or remove.
size_t firstLineBegin(llvm::StringRef Text);

/// One file as raw tokens: what the preprocessor skipped is there too.
class LexedFile {
public:
  LexedFile(clang::FileID File, const clang::SourceManager &SM,
            const clang::LangOptions &LangOpts);

  std::vector<Directive> Directives;
  std::vector<Word> Words;

  clang::FileID file() const { return File; }
  llvm::StringRef text() const { return Buffer; }
  /// Every conditional, outer ones first.
  std::vector<Conditional> conditionals() const;
  clang::SourceLocation location(unsigned Offset) const {
    return Start.getLocWithOffset(static_cast<int>(Offset));
  }

private:
  clang::FileID File;
  clang::SourceLocation Start;
  llvm::StringRef Buffer;
};

/// The files of a translation unit, lexed when asked for and then kept.
class LexedFiles {
public:
  LexedFiles(const clang::SourceManager &SM, const clang::LangOptions &LangOpts)
      : SM(SM), LangOpts(LangOpts) {}

  const LexedFile &get(clang::FileID File);

private:
  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  llvm::DenseMap<clang::FileID, std::unique_ptr<LexedFile>> Files;
};

} // namespace immortal::source

#endif
