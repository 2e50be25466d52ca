// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Words.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace immortal::capi {

#define WORD(Enum, Name) {#Name, Enum::Name}
static constexpr Word<Returns> ReturnsWords[] = {
    WORD(Returns, Nothing),       WORD(Returns, Fresh),
    WORD(Returns, NotUnique),     WORD(Returns, MaybeShared),
    WORD(Returns, Borrowed),      WORD(Returns, Immortal),
    WORD(Returns, FirstArgument), WORD(Returns, NewReferenceToFirstArgument),
    WORD(Returns, Memory),        WORD(Returns, NullAlways)};
static constexpr Word<Failure> FailureWords[] = {
    WORD(Failure, Never), WORD(Failure, Null), WORD(Failure, Negative),
    WORD(Failure, Zero)};
static constexpr Word<Effect> EffectWords[] = {
    WORD(Effect, Looks),
    WORD(Effect, RunsMethods),
    WORD(Effect, Increfs),
    WORD(Effect, Keeps),
    WORD(Effect, KeepsUnlessEqual),
    WORD(Effect, MayKeep),
    WORD(Effect, Steals),
    WORD(Effect, StealsOnSuccess),
    WORD(Effect, Releases),
    WORD(Effect, Clears),
    WORD(Effect, MovesToFirstArgument),
    WORD(Effect, PublishesWithoutReference),
    WORD(Effect, WeaklyReferences),
    WORD(Effect, DefersCount),
    WORD(Effect, Initializes),
    WORD(Effect, Immortalizes),
    WORD(Effect, ImmortalizesAlways),
    WORD(Effect, OutNew),
    WORD(Effect, OutBorrowed),
    WORD(Effect, Replaces),
    WORD(Effect, Frees),
    WORD(Effect, Unknown)};
static constexpr Word<FormatKind> FormatKindWords[] = {
    WORD(FormatKind, Build), WORD(FormatKind, Call), WORD(FormatKind, Parse),
    WORD(FormatKind, Text)};
#undef WORD

llvm::ArrayRef<Word<Returns>> wordsOf(Returns) { return ReturnsWords; }
llvm::ArrayRef<Word<Failure>> wordsOf(Failure) { return FailureWords; }
llvm::ArrayRef<Word<Effect>> wordsOf(Effect) { return EffectWords; }
llvm::ArrayRef<Word<FormatKind>> wordsOf(FormatKind) { return FormatKindWords; }

/// MaybeShared as "returns_maybe_shared".
static std::string spell(llvm::StringRef Prefix, llvm::StringRef Text) {
  return (Prefix + llvm::convertToSnakeFromCamelCase(Text)).str();
}

template <typename T>
static std::optional<Annotation> parse(llvm::StringRef Prefix,
                                       llvm::StringRef Text) {
  for (const Word<T> &W : wordsOf(T()))
    if (spell(Prefix, W.Text) == Text)
      return W.Value;
  return std::nullopt;
}

std::optional<Annotation> parseAnnotation(llvm::StringRef Text, Annotated On) {
  if (On == Annotated::Parameter)
    return parse<Effect>("", Text);
  if (const auto Found = parse<Returns>("returns_", Text))
    return Found;
  if (const auto Found = parse<Failure>("fails_", Text))
    return Found;
  for (const TypeRow &Row : types())
    if (spell("type_", toString(Row.Key)) == Text)
      return Row.Key;
  return std::nullopt;
}

template <typename T>
static void append(llvm::StringRef Prefix, std::string &To) {
  for (const Word<T> &W : wordsOf(T()))
    To += (To.empty() ? "" : ", ") + spell(Prefix, W.Text);
}

std::string annotationWords(Annotated On) {
  std::string Result;
  if (On == Annotated::Parameter) {
    append<Effect>("", Result);
    return Result;
  }
  append<Returns>("returns_", Result);
  append<Failure>("fails_", Result);
  return Result + ", type_capsule and so on for the keys of Types.def";
}

} // namespace immortal::capi
