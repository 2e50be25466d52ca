// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/NameUses.h"
#include "CAPI/PrivateNames.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::source {

namespace {
/// One pass over the raw tokens of a file.
class UseLexer {
public:
  UseLexer(FileID File, const SourceManager &SM, const LangOptions &LangOpts)
      : SM(SM), Lex(File, SM.getBufferOrFake(File), SM, LangOpts) {
    advance();
  }

  std::vector<NameUse> run() {
    while (Tok.isNot(tok::eof)) {
      if (Tok.is(tok::hash) && Tok.isAtStartOfLine())
        directive();
      else
        token();
    }
    return std::move(Uses);
  }

private:
  void advance() { Lex.LexFromRawLexer(Tok); }

  bool onDirectiveLine() const {
    return Tok.isNot(tok::eof) && !Tok.isAtStartOfLine();
  }

  void directive() {
    const SourceLocation Hash = Tok.getLocation();
    advance();
    const llvm::StringRef Name =
        onDirectiveLine() && Tok.is(tok::raw_identifier)
            ? Tok.getRawIdentifier()
            : "";
    if (Name == "define")
      return definition();
    while (onDirectiveLine())
      advance();
    const char *Begin = SM.getCharacterData(Hash);
    const char *End = SM.getCharacterData(Tok.getLocation());
    const llvm::StringRef Line =
        llvm::StringRef(Begin, End - Begin).split('\n').first.rtrim();
    if (Name.starts_with("if"))
      Conditions.push_back({Hash, Line.str()});
    else if (Name == "endif" && !Conditions.empty())
      Conditions.pop_back();
    else if (Name.starts_with("el") && !Conditions.empty())
      Conditions.back() = {Hash, elseText(Name, Line, Conditions.back().Text)};
  }

  /// What holds in an #else: the opposite of the branch before it.
  static std::string elseText(llvm::StringRef Name, llvm::StringRef Line,
                              llvm::StringRef Before) {
    return Name == "else" ? ("#else of " + Before).str() : Line.str();
  }

  void definition() {
    advance();
    llvm::StringRef Macro;
    if (onDirectiveLine() && Tok.is(tok::raw_identifier)) {
      Macro = Tok.getRawIdentifier();
      advance();
    }
    const State Outside = S;
    S = State();
    S.Macro = Macro;
    while (onDirectiveLine())
      token();
    S = Outside;
  }

  /// One token of code or of a macro's body.
  void token() {
    if (Tok.is(tok::raw_identifier)) {
      identifier(Tok.getRawIdentifier());
    } else if (Tok.isOneOf(tok::semi, tok::l_brace, tok::r_brace)) {
      S.Target = SourceLocation();
      S.Assigned = false;
    } else if (Tok.is(tok::equal)) {
      S.Assigned = S.Target.isValid();
    }
    if (Tok.isOneOf(tok::l_brace, tok::l_paren, tok::l_square))
      S.Brackets.push_back(Tok.getKind());
    else if (Tok.isOneOf(tok::r_brace, tok::r_paren, tok::r_square) &&
             !S.Brackets.empty())
      S.Brackets.pop_back();
    S.BeforePrevious = S.Previous;
    S.Previous = Tok.getKind();
    advance();
  }

  void identifier(llvm::StringRef Name) {
    const bool IsMember = S.Previous == tok::arrow || S.Previous == tok::period;
    if (const capi::PrivateFunction *Function =
            capi::findPrivateFunction(Name)) {
      if (!IsMember)
        add(Tok.getLocation(), Function->Name, /*IsCount=*/false);
    } else if (capi::findCountSetter(Name)) {
      S.Target = Tok.getLocation();
      S.Assigned = true;
      S.IsDesignator = false;
    } else if (capi::findCountField(Name) && IsMember) {
      S.Target = Tok.getLocation();
      S.Assigned = false;
      S.IsDesignator =
          S.BeforePrevious == tok::l_brace || S.BeforePrevious == tok::comma;
    } else if (const capi::PrivateCount *Count = capi::findPrivateCount(Name)) {
      if (S.Target.isValid() && S.Assigned)
        addCount(S.IsDesignator ? Tok.getLocation() : S.Target, Count->Name,
                 S.IsDesignator);
      else if (isInitializer())
        addCount(Tok.getLocation(), Count->Name, /*IsInitializer=*/true);
      S.Target = SourceLocation();
    }
  }

  /// Whether the token stands as a value of its own in a braced list.
  bool isInitializer() const {
    return !S.Brackets.empty() && S.Brackets.back() == tok::l_brace &&
           (S.Previous == tok::l_brace || S.Previous == tok::comma);
  }

  void addCount(SourceLocation Loc, llvm::StringRef Name, bool IsInitializer) {
    add(Loc, Name, /*IsCount=*/true);
    Uses.back().IsInitializer = IsInitializer;
  }

  void add(SourceLocation Loc, llvm::StringRef Name, bool IsCount) {
    Uses.push_back({Loc, Tok.getLocation(), Name, IsCount,
                    /*IsInitializer=*/false, S.Macro, Conditions});
  }

  /// What the tokens so far say about the next one.
  struct State {
    llvm::StringRef Macro;
    /// The count field or setter in this statement.
    SourceLocation Target;
    /// Whether an assignment or the setter's call followed it.
    bool Assigned = false;
    /// Whether the field is a designator: `{ .ob_refcnt = ...`.
    bool IsDesignator = false;
    tok::TokenKind Previous = tok::unknown;
    tok::TokenKind BeforePrevious = tok::unknown;
    std::vector<tok::TokenKind> Brackets;
  };

  const SourceManager &SM;
  Lexer Lex;
  Token Tok;
  State S;
  std::vector<Condition> Conditions;
  std::vector<NameUse> Uses;
};
} // namespace

std::vector<NameUse> nameUsesIn(FileID File, const SourceManager &SM,
                                const LangOptions &LangOpts) {
  return UseLexer(File, SM, LangOpts).run();
}

} // namespace immortal::source
