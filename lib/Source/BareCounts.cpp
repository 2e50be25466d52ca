// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/BareCounts.h"
#include "CAPI/ReferenceCount.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace immortal::source {

/// The value of an integer as written, with separators and suffixes; nullopt
/// for what is none or too large.
static std::optional<uint64_t> integerOf(llvm::StringRef Text) {
  std::string Digits;
  for (char C : Text)
    if (C != '\'')
      Digits += C;
  const llvm::StringRef Number = llvm::StringRef(Digits).rtrim("uUlLzZ");
  uint64_t Value = 0;
  if (Number.getAsInteger(0, Value))
    return std::nullopt;
  return Value;
}

static bool isHuge(llvm::StringRef Number) {
  if (const auto Value = integerOf(Number))
    return capi::isImmortalizingCount(*Value);
  // Nobody counts in halves, but 1e9 is a number too.
  double Value = 0;
  return Number.rtrim("fFlL").getAsDouble(Value) ||
         (Value > 0 &&
          capi::isImmortalizingCount(Value < 1e18 ? static_cast<uint64_t>(Value)
                                                  : UINT64_MAX));
}

namespace {
/// One token, with as much as later ones need of it.
struct RawToken {
  tok::TokenKind Kind = tok::unknown;
  llvm::StringRef Text;
};

/// What an open brace belongs to; a class counts as a function.
enum class Brace : uint8_t { Initializer, Function, Scope };

/// What was seen of a declaration outside of functions.
struct Declaration {
  bool Parenthesis = false;
  bool Type = false;
  bool Scope = false;
};

/// One pass over a file.
class CountLexer {
public:
  explicit CountLexer(llvm::StringRef Text)
      : Text(Text), Lex(SourceLocation(), languageOptions(), Text.begin(),
                        Text.begin(), Text.end()) {
    advance();
  }

  BareCounts run() {
    while (Tok.isNot(tok::eof)) {
      if (Tok.is(tok::hash) && Tok.isAtStartOfLine())
        directive();
      else
        code();
    }
    return std::move(Found);
  }

private:
  static const LangOptions &languageOptions() {
    // What C does not have, it does not spell either.
    static const LangOptions Options = [] {
      LangOptions Result;
      Result.CPlusPlus = Result.CPlusPlus11 = Result.CPlusPlus14 = true;
      Result.LineComment = Result.Digraphs = true;
      return Result;
    }();
    return Options;
  }

  void advance() { Lex.LexFromRawLexer(Tok); }

  RawToken current() const {
    // The lexer stands behind the token.
    const size_t End = Lex.getBufferLocation() - Text.begin();
    return {Tok.getKind(), Text.slice(End - Tok.getLength(), End)};
  }

  bool onDirective() const {
    return Tok.isNot(tok::eof) && !Tok.isAtStartOfLine();
  }

  /// Whether \p T, after \p Before and \p Second, makes a number that may be
  /// huge: spelled so, shifted, inverted, multiplied, or -1 as unsigned.
  static bool makesHuge(const RawToken &Second, const RawToken &Before,
                        const RawToken &T) {
    if (T.Kind == tok::raw_identifier &&
        (T.Text.contains("MAX") || T.Text.contains("max")))
      return true;
    // The third factor need not be looked at any more.
    if (T.Kind == tok::star && Second.Kind == tok::star)
      return Before.Kind == tok::numeric_constant;
    if (T.Kind == tok::tilde ||
        (T.Kind == tok::numeric_constant && isHuge(T.Text)))
      return true;
    if (Before.Kind == tok::lessless || Before.Kind == tok::star)
      return isHugeResult(Second, Before.Kind == tok::star, T);
    return T.Kind == tok::numeric_constant && Before.Kind == tok::minus &&
           (Second.Kind == tok::r_paren ||
            T.Text.find_last_of("uU") != llvm::StringRef::npos);
  }

  /// Whether \p Left times, or shifted by, \p Right may be huge. A pointer's
  /// type also has a star.
  static bool isHugeResult(const RawToken &Left, bool IsProduct,
                           const RawToken &Right) {
    const auto First = integerOf(Left.Text), Last = integerOf(Right.Text);
    if (!First || !Last)
      return !IsProduct || First || Last;
    if (*First > UINT32_MAX || *Last > (IsProduct ? UINT32_MAX : 31))
      return true;
    return capi::isImmortalizingCount(IsProduct ? *First * *Last
                                                : *First << *Last);
  }

  void directive() {
    advance();
    const llvm::StringRef Name = onDirective() && Tok.is(tok::raw_identifier)
                                     ? Tok.getRawIdentifier()
                                     : "";
    if (Name == "define")
      return definition();
    // Every branch goes on where the first one began.
    if (Name.starts_with("if"))
      Conditionals.push_back(Braces);
    else if (Name.starts_with("el") && !Conditionals.empty())
      Braces = Conditionals.back();
    else if (Name == "endif" && !Conditionals.empty())
      Conditionals.pop_back();
    while (onDirective())
      advance();
  }

  void definition() {
    advance();
    if (!onDirective())
      return;
    const std::string Name = current().Text.str();
    std::vector<RawToken> Body;
    for (advance(); onDirective(); advance())
      Body.push_back(current());
    RawToken Second, Before;
    for (const RawToken &T : Body) {
      if (makesHuge(Second, Before, T))
        Found.Defined.insert(Name);
      Second = Before;
      Before = T;
    }
    llvm::erase_if(Body, [](const RawToken &T) {
      return T.Kind == tok::l_paren || T.Kind == tok::r_paren;
    });
    if (Body.size() == 1 && Body[0].Kind == tok::raw_identifier)
      Found.Aliases.push_back({Name, Body[0].Text.str()});
  }

  void code() {
    const RawToken T = current();
    if (T.Kind == tok::l_brace)
      open();
    else if (T.Kind == tok::r_brace)
      close();
    else if (!Braces.empty() && Braces.back() == Brace::Initializer)
      inInitializer(T);
    else
      inDeclaration(T);
    Second = Before;
    Before = T;
    advance();
  }

  void inInitializer(const RawToken &T) {
    if (T.Kind == tok::raw_identifier)
      Found.Used.insert(T.Text);
    Found.SpellsOne |= makesHuge(Second, Before, T);
  }

  void inDeclaration(const RawToken &T) {
    if (T.Kind == tok::semi || T.Kind == tok::comma)
      Constant = {};
    if (T.Kind == tok::equal && Before.Kind == tok::raw_identifier)
      Constant = Before.Text;
    else if (!Constant.empty() && makesHuge(Second, Before, T))
      Found.Defined.insert(Constant);
    static constexpr llvm::StringLiteral Types[] = {"struct", "class", "union",
                                                    "enum"};
    static constexpr llvm::StringLiteral Scopes[] = {"namespace", "extern"};
    if (T.Kind == tok::semi)
      Seen = Declaration();
    Seen.Parenthesis |= T.Kind == tok::l_paren;
    Seen.Type |= llvm::is_contained(Types, T.Text);
    Seen.Scope |= llvm::is_contained(Scopes, T.Text);
  }

  /// What the brace at the current place opens.
  Brace kindOfBrace() const {
    if (!Braces.empty() && Braces.back() != Brace::Scope)
      return Braces.back();
    if (Before.Kind == tok::equal)
      return Brace::Initializer;
    if (Seen.Scope)
      return Brace::Scope;
    if (Seen.Parenthesis)
      return Brace::Function;
    // Of a class nothing is looked at either.
    return Seen.Type ? Brace::Function : Brace::Initializer;
  }

  void open() {
    Braces.push_back(kindOfBrace());
    Seen = Declaration();
  }

  void close() {
    if (!Braces.empty())
      Braces.pop_back();
    Constant = {};
    Seen = Declaration();
  }

  llvm::StringRef Text;
  Lexer Lex;
  Token Tok;
  RawToken Second, Before;
  std::vector<Brace> Braces;
  /// Braces at the #if of every open conditional.
  std::vector<std::vector<Brace>> Conditionals;
  /// What `NAME =` gives a value.
  llvm::StringRef Constant;
  Declaration Seen;
  BareCounts Found;
};
} // namespace

BareCounts bareCountsIn(llvm::StringRef Text) { return CountLexer(Text).run(); }

bool mayInitializeCount(llvm::ArrayRef<const BareCounts *> Files) {
  if (llvm::any_of(Files, [](const BareCounts *F) { return F->SpellsOne; }))
    return true;
  llvm::StringSet<> Huge;
  for (const BareCounts *File : Files)
    for (const auto &Name : File->Defined)
      Huge.insert(Name.getKey());
  for (bool Grew = !Huge.empty(); Grew;) {
    Grew = false;
    for (const BareCounts *File : Files)
      for (const auto &[Name, Other] : File->Aliases)
        Grew |= Huge.contains(Other) && Huge.insert(Name).second;
  }
  return llvm::any_of(Huge, [&](const auto &Name) {
    return llvm::any_of(Files, [&](const BareCounts *File) {
      return File->Used.contains(Name.getKey());
    });
  });
}

} // namespace immortal::source
