// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Fixes/CallRewrite.h"
#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::fixes {

/// Casts \p Argument, in parentheses unless it is a name or a member.
static std::string castToObject(llvm::StringRef Argument) {
  const bool IsName = llvm::all_of(Argument, [](char C) {
    return isAsciiIdentifierContinue(C) || C == '.';
  });
  if (IsName)
    return ("(PyObject *)" + Argument).str();
  return ("(PyObject *)(" + Argument + ")").str();
}

/// The text before \p Loc in its file, without trailing white space.
static llvm::StringRef textBefore(SourceLocation Loc, const SourceManager &SM) {
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  return SM.getBufferData(File).take_front(Offset).rtrim();
}

/// Lexes the arguments behind the opening parenthesis that \p Lex just passed.
/// Fills \p Call and returns true if the closing one was found.
static bool lexArguments(Lexer &Lex, CallText &Call) {
  unsigned Depth = 1;
  SourceLocation Begin, End;
  const auto Finish = [&] {
    if (Begin.isValid())
      Call.Arguments.push_back(CharSourceRange::getCharRange(Begin, End));
    Begin = SourceLocation();
  };
  for (Token Tok;;) {
    Lex.LexFromRawLexer(Tok);
    if (Tok.is(tok::eof))
      return false;
    if (Tok.isOneOf(tok::l_paren, tok::l_square, tok::l_brace))
      ++Depth;
    else if (Tok.isOneOf(tok::r_paren, tok::r_square, tok::r_brace) &&
             --Depth == 0) {
      Finish();
      Call.Whole.setEnd(Tok.getEndLoc());
      return true;
    }
    if (Depth == 1 && Tok.is(tok::comma)) {
      Finish();
      continue;
    }
    if (Begin.isInvalid())
      Begin = Tok.getLocation();
    End = Tok.getEndLoc();
  }
}

std::optional<CallText> callTextAt(SourceLocation NameLoc, llvm::StringRef Name,
                                   const SourceManager &SM,
                                   const LangOptions &LangOpts) {
  if (!NameLoc.isFileID())
    return std::nullopt;
  const auto [File, Offset] = SM.getDecomposedLoc(NameLoc);
  const llvm::StringRef Buffer = SM.getBufferData(File);
  Lexer Lex(SM.getLocForStartOfFile(File), LangOpts, Buffer.begin(),
            Buffer.begin() + Offset, Buffer.end());
  Token Tok;
  Lex.LexFromRawLexer(Tok);
  if (Tok.isNot(tok::raw_identifier) || Tok.getRawIdentifier() != Name)
    return std::nullopt;

  CallText Call;
  SourceLocation Begin = NameLoc;
  llvm::StringRef Before = textBefore(NameLoc, SM);
  if (Before.consume_back("::")) {
    // Only the global scope is the public function's.
    if (!Before.empty() && isAsciiIdentifierContinue(Before.back()))
      return std::nullopt;
    Begin = SM.getComposedLoc(File, Before.size());
  }
  Call.Name = CharSourceRange::getCharRange(Begin, Tok.getEndLoc());
  Call.Whole.setBegin(Begin);
  Call.Whole.setTokenRange(false);
  Lex.LexFromRawLexer(Tok);
  if (Tok.isNot(tok::l_paren) || !lexArguments(Lex, Call))
    return std::nullopt;
  return Call;
}

std::optional<Edits> rewriteCall(SourceLocation NameLoc,
                                 const CallRewrite &Rewrite,
                                 const SourceManager &SM,
                                 const LangOptions &LangOpts) {
  const std::optional<CallText> Call =
      callTextAt(NameLoc, Rewrite.OldName, SM, LangOpts);
  if (!Call || Call->Arguments.size() != 1)
    return std::nullopt;
  const bool IsThere =
      textBefore(Call->Name.getBegin(), SM).ends_with(Rewrite.Before);

  Edits Result;
  Result.push_back(FixItHint::CreateReplacement(
      Call->Name, ((IsThere ? "" : Rewrite.Before) + Rewrite.NewName).str()));
  if (Rewrite.CastArgument)
    Result.push_back(FixItHint::CreateReplacement(
        Call->Arguments[0],
        castToObject(Lexer::getSourceText(Call->Arguments[0], SM, LangOpts))));
  return Result;
}

std::string newCallText(const CallRewrite &Rewrite, llvm::StringRef Object) {
  return (Rewrite.Before + Rewrite.NewName + "(" +
          (Rewrite.CastArgument ? castToObject(Object) : Object.str()) + ")")
      .str();
}

} // namespace immortal::fixes
