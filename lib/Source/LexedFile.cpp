// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/LexedFile.h"
#include "CAPI/BuildCore.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace immortal::source {

static DirectiveKind kindOf(llvm::StringRef Keyword) {
  return llvm::StringSwitch<DirectiveKind>(Keyword)
      .Case("if", DirectiveKind::If)
      .Case("ifdef", DirectiveKind::If)
      .Case("ifndef", DirectiveKind::If)
      .Case("else", DirectiveKind::ElseBranch)
      .Case("elif", DirectiveKind::ElseBranch)
      .Case("elifdef", DirectiveKind::ElseBranch)
      .Case("elifndef", DirectiveKind::ElseBranch)
      .Case("endif", DirectiveKind::EndIf)
      .Case("define", DirectiveKind::Define)
      .Case("undef", DirectiveKind::Undef)
      .Case("include", DirectiveKind::Include)
      .Case("include_next", DirectiveKind::Include)
      .Case("import", DirectiveKind::Include)
      .Default(DirectiveKind::Other);
}

size_t firstLineBegin(llvm::StringRef Text) {
  static constexpr llvm::StringLiteral Mark = "\xEF\xBB\xBF";
  return Text.starts_with(Mark) ? Mark.size() : 0;
}

bool Directive::mentionsBuildCore() const {
  if (Kind != DirectiveKind::If && Kind != DirectiveKind::ElseBranch)
    return false;
  return llvm::any_of(capi::buildCoreMacros(), [&](llvm::StringRef Macro) {
    return Text.contains(Macro);
  });
}

namespace {
/// One pass over a file. Comments are tokens here, because a comment that
/// begins behind a directive belongs to its lines.
class FileLexer {
public:
  FileLexer(LexedFile &Out, const SourceManager &SM,
            const LangOptions &LangOpts)
      : Out(Out),
        Lex(Out.file(), SM.getBufferOrFake(Out.file()), SM, LangOpts) {
    Lex.SetCommentRetentionState(true);
    Tok.startToken();
    advance();
  }

  void run() {
    while (Tok.isNot(tok::eof)) {
      if (Tok.is(tok::hash) && beginsLine())
        directive();
      else
        token(WordPlace::Code);
    }
  }

private:
  void advance() {
    AfterComments = Tok.is(tok::comment) && beginsLine();
    Lex.LexFromRawLexer(Tok);
  }

  /// Whether only comments stand before the token on its line, which may have
  /// begun on an earlier one.
  bool beginsLine() const { return Tok.isAtStartOfLine() || AfterComments; }

  /// The SourceManager would search for the file of each token.
  unsigned offset() const {
    return Tok.getLocation().getRawEncoding() -
           Out.location(0).getRawEncoding();
  }

  /// Whether the current token still belongs to the directive: a comment that
  /// began on its lines does, wherever it ends.
  bool onDirective() const {
    return Tok.isNot(tok::eof) && !Tok.isAtStartOfLine();
  }

  void token(WordPlace Place) {
    if (Tok.is(tok::comment))
      return advance();
    if (LastWord && Tok.is(tok::l_paren))
      Out.Words.back().IsCalled = true;
    LastWord = Tok.is(tok::raw_identifier);
    if (LastWord)
      Out.Words.push_back({Tok.getRawIdentifier(), offset(), Place,
                           Previous == tok::arrow || Previous == tok::period,
                           false});
    Previous = Tok.getKind();
    SawCode |= Place == WordPlace::Code;
    advance();
  }

  void directive() {
    Directive D;
    D.Hash = D.NameOffset = offset();
    D.CodeBefore = std::exchange(SawCode, false);
    const size_t LineBreak = Out.text().rfind('\n', D.Hash);
    D.LinesBegin = LineBreak == llvm::StringRef::npos
                       ? firstLineBegin(Out.text())
                       : LineBreak + 1;
    D.OwnsItsLines =
        Out.text().slice(D.LinesBegin, D.Hash).trim(" \t\f\v").empty();
    unsigned End = D.Hash + Tok.getLength(), LinesEnd = End;
    Previous = tok::unknown;
    LastWord = false;
    advance();
    if (onDirective() && Tok.is(tok::raw_identifier)) {
      D.Keyword = Tok.getRawIdentifier();
      D.Kind = kindOf(D.Keyword);
      End = LinesEnd = offset() + Tok.getLength();
      advance();
    }
    operands(D, End, LinesEnd);
    D.Text = Out.text().slice(D.Hash, End);
    const size_t NextBreak = Out.text().find('\n', LinesEnd);
    D.LinesEnd =
        NextBreak == llvm::StringRef::npos ? Out.text().size() : NextBreak + 1;
    Out.Directives.push_back(D);
    Previous = tok::unknown;
    LastWord = false;
  }

  void operands(Directive &D, unsigned &End, unsigned &LinesEnd) {
    if (D.Kind == DirectiveKind::Include && onDirective()) {
      D.NameOffset = offset();
      const llvm::StringRef Rest = Out.text().substr(D.NameOffset);
      const char Close = Rest.front() == '<' ? '>' : '"';
      if (Rest.front() == '<' || Rest.front() == '"')
        D.Name = Rest.drop_front().take_until(
            [Close](char C) { return C == Close || C == '\n'; });
    }
    const bool HasName = D.Kind == DirectiveKind::Define ||
                         D.Kind == DirectiveKind::Undef ||
                         D.Keyword == "ifdef" || D.Keyword == "ifndef";
    bool First = true;
    while (onDirective()) {
      LinesEnd = offset() + Tok.getLength();
      if (Tok.is(tok::comment)) {
        advance();
        continue;
      }
      End = LinesEnd;
      const bool IsName = First && HasName && Tok.is(tok::raw_identifier);
      First = false;
      if (IsName) {
        D.Name = Tok.getRawIdentifier();
        D.NameOffset = offset();
      }
      if (D.Kind == DirectiveKind::Include ||
          (IsName && D.Kind == DirectiveKind::Define))
        advance();
      else
        token(D.Kind == DirectiveKind::Define ? WordPlace::MacroBody
                                              : WordPlace::Condition);
    }
  }

  LexedFile &Out;
  Lexer Lex;
  Token Tok;
  bool AfterComments = false;
  tok::TokenKind Previous = tok::unknown;
  bool LastWord = false;
  bool SawCode = false;
};
} // namespace

LexedFile::LexedFile(FileID File, const SourceManager &SM,
                     const LangOptions &LangOpts)
    : File(File), Start(SM.getLocForStartOfFile(File)),
      Buffer(SM.getBufferData(File)) {
  FileLexer(*this, SM, LangOpts).run();
}

std::vector<Conditional> LexedFile::conditionals() const {
  std::vector<Conditional> All;
  std::vector<unsigned> Open;
  for (unsigned I = 0; I < Directives.size(); ++I) {
    const DirectiveKind Kind = Directives[I].Kind;
    if (Kind == DirectiveKind::If) {
      Open.push_back(All.size());
      All.push_back({{I}, static_cast<unsigned>(Directives.size())});
    } else if (Kind == DirectiveKind::ElseBranch && !Open.empty()) {
      All[Open.back()].Branches.push_back(I);
    } else if (Kind == DirectiveKind::EndIf && !Open.empty()) {
      All[Open.back()].End = I;
      Open.pop_back();
    }
  }
  // An #if without #endif ends nowhere: there is nothing to know about it.
  llvm::erase_if(
      All, [&](const Conditional &C) { return C.End == Directives.size(); });
  return All;
}

const LexedFile &LexedFiles::get(FileID File) {
  std::unique_ptr<LexedFile> &Slot = Files[File];
  if (!Slot)
    Slot = std::make_unique<LexedFile>(File, SM, LangOpts);
  return *Slot;
}

} // namespace immortal::source
