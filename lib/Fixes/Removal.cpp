// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/Removal.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Lex/Lexer.h"
#include <iterator>

using namespace clang;

namespace immortal::fixes {

CharSourceRange wholeLines(CharSourceRange Range, const SourceManager &SM) {
  const auto [File, First] = SM.getDecomposedLoc(Range.getBegin());
  const size_t Last = SM.getFileOffset(Range.getEnd());
  const llvm::StringRef Buffer = SM.getBufferData(File);
  size_t Begin = First, End = Last;
  while (Begin > 0 && (Buffer[Begin - 1] == ' ' || Buffer[Begin - 1] == '\t'))
    --Begin;
  while (End < Buffer.size() &&
         (Buffer[End] == ' ' || Buffer[End] == '\t' || Buffer[End] == '\r'))
    ++End;
  const bool AtBegin = Begin == 0 || Buffer[Begin - 1] == '\n';
  const bool AtEnd = End == Buffer.size() || Buffer[End] == '\n';
  if (!AtBegin || !AtEnd)
    return Range;
  if (End < Buffer.size())
    ++End;
  return CharSourceRange::getCharRange(SM.getComposedLoc(File, Begin),
                                       SM.getComposedLoc(File, End));
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
  if (End.isInvalid())
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
  const CharSourceRange Range = CharSourceRange::getCharRange(Begin, End);
  return FixItHint::CreateReplacement(wholeLines(Range, SM), "");
}

} // namespace immortal::fixes
