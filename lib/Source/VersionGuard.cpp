// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/VersionGuard.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::source {

/// What a macro of patchlevel.h is for the version \p V; std::nullopt for all
/// other names.
static std::optional<int64_t> valueOfName(llvm::StringRef Name,
                                          capi::Version V) {
#define VERSION_MACRO(Text, Value)                                             \
  if (Name == (Text))                                                          \
    return Value;
#include "CAPI/VersionMacros.def"
  return std::nullopt;
}

namespace {
/// Computes one condition for one version; what is not known makes the whole
/// unknown where it matters.
class GuardReader {
public:
  GuardReader(llvm::StringRef Text, capi::Version V,
              const LangOptions &LangOpts)
      : Text(Text), V(V),
        Lex(SourceLocation(), LangOpts, this->Text.data(), this->Text.data(),
            this->Text.data() + this->Text.size()) {
    advance();
  }

  std::optional<int64_t> read() {
    const auto Result = readOr();
    return Tok.is(tok::eof) ? Result : std::nullopt;
  }

  bool NamesVersion = false;

private:
  using Value = std::optional<int64_t>;

  void advance() { Lex.LexFromRawLexer(Tok); }
  bool skip(tok::TokenKind Kind) {
    if (Tok.isNot(Kind))
      return false;
    advance();
    return true;
  }

  Value readOr() {
    Value Left = readAnd();
    while (skip(tok::pipepipe)) {
      const Value Right = readAnd();
      Left = (Left && *Left) || (Right && *Right) ? Value(1)
             : Left && Right                      ? Value(0)
                                                  : Value();
    }
    return Left;
  }

  Value readAnd() {
    Value Left = readComparison();
    while (skip(tok::ampamp)) {
      const Value Right = readComparison();
      Left = (Left && !*Left) || (Right && !*Right) ? Value(0)
             : Left && Right                        ? Value(1)
                                                    : Value();
    }
    return Left;
  }

  Value readComparison() {
    Value Left = readUnary();
    for (;;) {
      const tok::TokenKind Kind = Tok.getKind();
      if (!Tok.isOneOf(tok::less, tok::lessequal, tok::greater,
                       tok::greaterequal, tok::equalequal, tok::exclaimequal))
        return Left;
      advance();
      const Value Right = readUnary();
      Left = Left && Right ? compare(Kind, *Left, *Right) : Value();
    }
  }

  static Value compare(tok::TokenKind Kind, int64_t Left, int64_t Right) {
    switch (Kind) {
    case tok::less:
      return Left < Right;
    case tok::lessequal:
      return Left <= Right;
    case tok::greater:
      return Left > Right;
    case tok::greaterequal:
      return Left >= Right;
    case tok::equalequal:
      return Left == Right;
    default:
      return Left != Right;
    }
  }

  Value readUnary() {
    if (skip(tok::exclaim)) {
      const Value Of = readUnary();
      return Of ? Value(!*Of) : Of;
    }
    if (skip(tok::l_paren)) {
      const Value Inner = readOr();
      return skip(tok::r_paren) ? Inner : Value();
    }
    if (Tok.is(tok::numeric_constant)) {
      const llvm::StringRef Digits =
          llvm::StringRef(Tok.getLiteralData(), Tok.getLength()).rtrim("uUlL");
      int64_t Number = 0;
      const bool IsWrong = Digits.getAsInteger(0, Number);
      advance();
      return IsWrong ? Value() : Value(Number);
    }
    if (Tok.isNot(tok::raw_identifier))
      return std::nullopt;
    const Value Known = valueOfName(Tok.getRawIdentifier(), V);
    NamesVersion |= Known.has_value();
    const bool IsDefined = Tok.getRawIdentifier() == "defined";
    advance();
    // defined(X): nothing is known about X, but where it ends.
    if (IsDefined) {
      const bool HasParenthesis = skip(tok::l_paren);
      advance();
      if (HasParenthesis)
        skip(tok::r_paren);
    }
    return Known;
  }

  const std::string Text;
  const capi::Version V;
  Lexer Lex;
  Token Tok;
};
} // namespace

/// Whether code under \p Guard may be compiled for \p V.
static bool mayHold(const Condition &Guard, capi::Version V,
                    const LangOptions &LangOpts, bool &NamesVersion) {
  llvm::StringRef Text = Guard.Text;
  const bool IsElse = Text.consume_front("#else of ");
  Text = Text.drop_front().ltrim();
  if (Text.consume_front("elif ") || Text.consume_front("elif(") ||
      Text.consume_front("if ") || Text.consume_front("if(")) {
    // The parenthesis is part of the condition.
    Text = {Text.data() - 1, Text.size() + 1};
    GuardReader Reader(Text, V, LangOpts);
    const auto Result = Reader.read();
    NamesVersion |= Reader.NamesVersion;
    return !Result || (*Result != 0) != IsElse;
  }
  return true;
}

std::optional<capi::Version>
oldestPythonUnder(llvm::ArrayRef<Condition> Conditions,
                  const LangOptions &LangOpts) {
  bool NamesVersion = false;
  std::optional<capi::Version> Oldest;
  for (capi::Version V = capi::OldestKnown; V <= capi::NewestKnown;
       V += capi::py(0, 1)) {
    const auto IsIn = [&](capi::Version Release) {
      return llvm::all_of(Conditions, [&](const Condition &Guard) {
        return mayHold(Guard, Release, LangOpts, NamesVersion);
      });
    };
    // The first and the last that a minor version can have.
    if (!Oldest && (IsIn(V | 0xA0) || IsIn(V | 0xFFF0)))
      Oldest = V | 0xF0;
  }
  return NamesVersion ? Oldest : std::nullopt;
}

} // namespace immortal::source
