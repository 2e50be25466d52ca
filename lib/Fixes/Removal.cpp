// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/Removal.h"
#include "Source/LexedFile.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Lex/Lexer.h"
#include <iterator>

using namespace clang;

namespace immortal::fixes {

/// The whole lines of a range, from the start of one to the start of another;
/// std::nullopt if something else stands on them.
static std::optional<std::pair<unsigned, unsigned>>
wholeLines(CharSourceRange Range, const SourceManager &SM) {
  const auto [File, First] = SM.getDecomposedLoc(Range.getBegin());
  unsigned Begin = First, End = SM.getFileOffset(Range.getEnd());
  const llvm::StringRef Buffer = SM.getBufferData(File);
  while (Begin > 0 && (Buffer[Begin - 1] == ' ' || Buffer[Begin - 1] == '\t'))
    --Begin;
  while (End < Buffer.size() &&
         (Buffer[End] == ' ' || Buffer[End] == '\t' || Buffer[End] == '\r'))
    ++End;
  const bool AtBegin =
      Begin == source::firstLineBegin(Buffer) || Buffer[Begin - 1] == '\n';
  const bool AtEnd = End == Buffer.size() || Buffer[End] == '\n';
  if (!AtBegin || !AtEnd)
    return std::nullopt;
  return std::pair(Begin, End < Buffer.size() ? End + 1 : End);
}

FixItHint removeLines(FileID File, unsigned Begin, unsigned End,
                      const SourceManager &SM) {
  const llvm::StringRef Buffer = SM.getBufferData(File);
  const auto Back = [&](unsigned &Offset) {
    if (Offset > 0 && Buffer[Offset - 1] == '\n')
      Offset -= Buffer.take_front(Offset).ends_with("\r\n") ? 2 : 1;
  };
  if (Begin > source::firstLineBegin(Buffer)) {
    Back(Begin);
    Back(End);
  }
  return FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      SM.getComposedLoc(File, Begin), SM.getComposedLoc(File, End)));
}

FixItHint removeWithLines(CharSourceRange Range, const SourceManager &SM) {
  const auto Lines = wholeLines(Range, SM);
  return Lines ? removeLines(SM.getFileID(Range.getBegin()), Lines->first,
                             Lines->second, SM)
               : FixItHint::CreateRemoval(Range);
}

/// Removes a declaration with its lines, and of the empty lines around them
/// one.
static FixItHint removeDeclaration(CharSourceRange Range,
                                   const SourceManager &SM) {
  const auto Lines = wholeLines(Range, SM);
  if (!Lines)
    return FixItHint::CreateRemoval(Range);
  auto [Begin, End] = *Lines;
  const FileID File = SM.getFileID(Range.getBegin());
  const llvm::StringRef Buffer = SM.getBufferData(File);
  const auto IsEmptyLine = [&](size_t LineBegin) {
    return Buffer.slice(LineBegin, Buffer.find('\n', LineBegin)).trim().empty();
  };
  if (Begin > 0 && End < Buffer.size() &&
      IsEmptyLine(Buffer.rfind('\n', Begin - 1) + 1) && IsEmptyLine(End))
    End = std::min(Buffer.find('\n', End), Buffer.size() - 1) + 1;
  return removeLines(File, Begin, End, SM);
}

/// Where the file starts to spell \p Decl. A macro such as PyAPI_FUNC(void) and
/// an extern "C" without braces belong to it.
static SourceLocation startOf(const FunctionDecl &Decl,
                              const SourceManager &SM) {
  const auto *Linkage = dyn_cast<LinkageSpecDecl>(Decl.getLexicalDeclContext());
  const SourceLocation Begin = Linkage && !Linkage->hasBraces()
                                   ? Linkage->getBeginLoc()
                                   : Decl.getBeginLoc();
  return SM.getExpansionLoc(Begin);
}

/// Whether another declarator shares the specifiers:
/// `void *P, _Py_SetImmortal(PyObject *);`.
static bool sharesDeclaration(const FunctionDecl &Decl) {
  for (const clang::Decl *Other : Decl.getLexicalDeclContext()->decls())
    if (Other != &Decl && Other->getBeginLoc() == Decl.getBeginLoc())
      return true;
  return false;
}

/// Whether a declaration of its own begins at \p Loc: what precedes it, but for
/// comments and directives, is complete. An `extern "C"` in an #ifdef is not.
static bool followsComplete(SourceLocation Loc, const SourceManager &SM) {
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  const llvm::StringRef Buffer = SM.getBufferData(File);
  llvm::StringRef Before =
      Buffer.slice(source::firstLineBegin(Buffer), Offset).rtrim();
  while (!Before.empty()) {
    const size_t LineBegin = Before.rfind('\n') + 1;
    const llvm::StringRef Line = Before.substr(LineBegin).ltrim();
    if (!Line.starts_with("#") && !Line.starts_with("//"))
      return Line.ends_with(";") || Line.ends_with("{") ||
             Line.ends_with("}") || Line.ends_with("*/");
    Before = Before.take_front(LineBegin).rtrim();
  }
  return true;
}

/// Whether a directive stands between \p Begin and \p End.
static bool holdsDirective(SourceLocation Begin, SourceLocation End,
                           const SourceManager &SM,
                           const LangOptions &LangOpts) {
  return Lexer::getSourceText(CharSourceRange::getCharRange(Begin, End), SM,
                              LangOpts)
      .contains('#');
}

static bool holdsOneDecl(const LinkageSpecDecl &Linkage) {
  return !Linkage.decls_empty() &&
         std::next(Linkage.decls_begin()) == Linkage.decls_end();
}

std::optional<FixItHint> removePrototype(const FunctionDecl &Decl,
                                         const SourceManager &SM,
                                         const LangOptions &LangOpts) {
  if (!Decl.getLocation().isFileID() || Decl.isThisDeclarationADefinition() ||
      sharesDeclaration(Decl))
    return std::nullopt;
  SourceLocation Begin = startOf(Decl, SM);
  const SourceLocation Last = SM.getExpansionRange(Decl.getEndLoc()).getEnd();
  if (!SM.isWrittenInSameFile(Begin, Decl.getLocation()) ||
      !SM.isWrittenInSameFile(Last, Decl.getLocation()))
    return std::nullopt;
  SourceLocation End =
      Lexer::findLocationAfterToken(Last, tok::semi, SM, LangOpts,
                                    /*SkipTrailingWhitespaceAndNewLine=*/false);
  if (End.isInvalid() || !followsComplete(Begin, SM) ||
      holdsDirective(Begin, End, SM, LangOpts))
    return std::nullopt;

  const auto *Linkage = dyn_cast<LinkageSpecDecl>(Decl.getLexicalDeclContext());
  if (Linkage && Linkage->hasBraces() && holdsOneDecl(*Linkage) &&
      Linkage->getBeginLoc().isFileID() && Linkage->getRBraceLoc().isFileID()) {
    // A directive or comment between the braces is not ours to remove.
    const llvm::StringRef Inside = Lexer::getSourceText(
        CharSourceRange::getCharRange(Linkage->getBeginLoc(),
                                      Linkage->getRBraceLoc()),
        SM, LangOpts);
    if (!Inside.contains('#') && !Inside.contains("//") &&
        !Inside.contains("/*")) {
      Begin = Linkage->getBeginLoc();
      End = Linkage->getRBraceLoc().getLocWithOffset(1);
    }
  }
  return removeDeclaration(CharSourceRange::getCharRange(Begin, End), SM);
}

} // namespace immortal::fixes
