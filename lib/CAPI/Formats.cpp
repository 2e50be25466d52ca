// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Formats.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include <initializer_list>

namespace immortal::capi {

namespace {

/// A row of Formats.def; the effects end with the first that is absent.
struct Unit {
  constexpr Unit(llvm::StringLiteral Text, Returns What, TypeKey Type,
                 std::initializer_list<Effect> Given)
      : Text(Text), What(What), Type(Type) {
    for (Effect E : Given)
      Effects[Count++] = E;
  }
  llvm::ArrayRef<Effect> effects() const { return {Effects, Count}; }

  llvm::StringLiteral Text;
  Returns What;
  TypeKey Type;
  Effect Effects[3] = {};
  unsigned Count = 0;
};

constexpr Effect Looks = Effect::Looks;
constexpr Effect RunsMethods = Effect::RunsMethods;
constexpr Effect Keeps = Effect::Keeps;
constexpr Effect MayKeep = Effect::MayKeep;
constexpr Effect Steals = Effect::Steals;
constexpr Effect OutBorrowed = Effect::OutBorrowed;
constexpr Effect Unknown = Effect::Unknown;

constexpr Unit BuildUnits[] = {
#define BUILD_UNIT(Text, What, Type, Source, ...)                              \
  {Text, Returns::What, TypeKey::Type, {__VA_ARGS__}},
#include "CAPI/Formats.def"
};

constexpr Unit ParseUnits[] = {
#define PARSE_UNIT(Text, Source, ...)                                          \
  {Text, Returns::Nothing, TypeKey::Any, {__VA_ARGS__}},
#include "CAPI/Formats.def"
};

constexpr Unit TextUnits[] = {
#define TEXT_UNIT(Text, Source, ...)                                           \
  {Text, Returns::Nothing, TypeKey::Any, {__VA_ARGS__}},
#include "CAPI/Formats.def"
};

/// Takes the longest unit from the front of \p Text.
const Unit *consumeUnit(llvm::ArrayRef<Unit> Units, llvm::StringRef &Text) {
  const Unit *Longest = nullptr;
  for (const Unit &U : Units)
    if (Text.starts_with(U.Text) &&
        (!Longest || Longest->Text.size() < U.Text.size()))
      Longest = &U;
  if (Longest)
    Text = Text.drop_front(Longest->Text.size());
  return Longest;
}

/// The containers of Py_BuildValue.
struct Bracket {
  char Open;
  char Close;
  TypeKey Type;
};
constexpr Bracket Brackets[] = {{'(', ')', TypeKey::Tuple},
                                {'[', ']', TypeKey::List},
                                {'{', '}', TypeKey::Dict}};

class BuildParser {
public:
  explicit BuildParser(llvm::StringRef Text) : Text(Text) {}

  /// Parses items up to \p Close (0: the end) and counts them; std::nullopt on
  /// errors. Result holds what the last item made.
  std::optional<unsigned> parseItems(char Close) {
    for (unsigned Items = 0;;) {
      Text = Text.ltrim(" \t,:");
      if (Text.empty())
        return Close ? std::nullopt : std::optional(Items);
      if (Close && Text.front() == Close) {
        Text = Text.drop_front();
        return Items;
      }
      if (!parseItem())
        return std::nullopt;
      ++Items;
    }
  }

  ParsedFormat Parsed;

private:
  bool parseItem() {
    for (const Bracket &B : Brackets)
      if (Text.front() == B.Open) {
        Text = Text.drop_front();
        const std::optional<unsigned> Items = parseItems(B.Close);
        if (!Items || (B.Type == TypeKey::Dict && *Items % 2))
          return false;
        const bool IsEmptyTuple = B.Type == TypeKey::Tuple && !*Items;
        Parsed.Result = {IsEmptyTuple ? Returns::Immortal : Returns::Fresh,
                         B.Type, Failure::Null};
        return true;
      }
    const Unit *U = consumeUnit(BuildUnits, Text);
    if (!U)
      return false;
    Parsed.Arguments.append(U->effects().begin(), U->effects().end());
    Parsed.Result = {U->What, U->Type, Failure::Null};
    return true;
  }

  llvm::StringRef Text;
};

std::optional<ParsedFormat> parseBuild(llvm::StringRef Text) {
  BuildParser Parser(Text);
  const std::optional<unsigned> Items = Parser.parseItems(0);
  if (!Items)
    return std::nullopt;
  if (*Items == 0)
    Parser.Parsed.Result = {Returns::Immortal, TypeKey::None, Failure::Null};
  if (*Items > 1)
    Parser.Parsed.Result = {Returns::Fresh, TypeKey::Tuple, Failure::Null};
  return Parser.Parsed;
}

/// A call: the arguments become a tuple, or a value, that the callee gets.
std::optional<ParsedFormat> parseCall(llvm::StringRef Text) {
  std::optional<ParsedFormat> Parsed = parseBuild(Text);
  if (!Parsed)
    return std::nullopt;
  for (Effect &E : Parsed->Arguments)
    if (E == Effect::Keeps)
      E = Effect::MayKeep;
  Parsed->Result = {Returns::MaybeShared, TypeKey::Any, Failure::Null};
  return Parsed;
}

std::optional<ParsedFormat> parseParse(llvm::StringRef Text) {
  // A function name or message follows the first ':' or ';'.
  Text = Text.take_until([](char C) { return C == ':' || C == ';'; });
  ParsedFormat Parsed;
  int Depth = 0;
  while (!(Text = Text.ltrim("|$ \t")).empty()) {
    if (Text.consume_front("(")) {
      ++Depth;
    } else if (Text.consume_front(")")) {
      if (--Depth < 0)
        return std::nullopt;
    } else if (const Unit *U = consumeUnit(ParseUnits, Text)) {
      Parsed.Arguments.append(U->effects().begin(), U->effects().end());
    } else {
      return std::nullopt;
    }
  }
  if (Depth)
    return std::nullopt;
  return Parsed;
}

std::optional<ParsedFormat> parseText(llvm::StringRef Text) {
  ParsedFormat Parsed;
  // A number, or an argument for it.
  const auto ConsumeNumber = [&] {
    if (Text.consume_front("*"))
      Parsed.Arguments.push_back(Effect::Looks);
    else
      Text = Text.drop_while(llvm::isDigit);
  };
  for (;;) {
    Text = Text.drop_until([](char C) { return C == '%'; });
    if (!Text.consume_front("%"))
      return Parsed;
    if (Text.consume_front("%"))
      continue;
    Text = Text.drop_while(
        [](char C) { return llvm::StringRef("-0#").contains(C); });
    ConsumeNumber();
    if (Text.consume_front("."))
      ConsumeNumber();
    Text = Text.drop_while(
        [](char C) { return llvm::StringRef("ljzt").contains(C); });
    const Unit *U = consumeUnit(TextUnits, Text);
    if (!U)
      return std::nullopt;
    Parsed.Arguments.append(U->effects().begin(), U->effects().end());
  }
}

} // namespace

std::optional<ParsedFormat> parseFormat(FormatKind Kind, llvm::StringRef Text) {
  switch (Kind) {
  case FormatKind::Build:
    return parseBuild(Text);
  case FormatKind::Call:
    return parseCall(Text);
  case FormatKind::Parse:
    return parseParse(Text);
  case FormatKind::Text:
    return parseText(Text);
  }
  return std::nullopt;
}

} // namespace immortal::capi
