// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Formats.h"
#include "gtest/gtest.h"

using namespace immortal::capi;

namespace {

using Effects = std::vector<Effect>;

Effects effectsOf(FormatKind Kind, llvm::StringRef Text) {
  const std::optional<ParsedFormat> Parsed = parseFormat(Kind, Text);
  EXPECT_TRUE(Parsed) << Text.str();
  if (!Parsed)
    return {};
  return Effects(Parsed->Arguments.begin(), Parsed->Arguments.end());
}

struct Built {
  const char *Text;
  Returns What;
  TypeKey Type;
};

TEST(BuildFormats, DecideWhatIsReturned) {
  for (const Built &B : {
           Built{"", Returns::Immortal, TypeKey::None},
           Built{"()", Returns::Immortal, TypeKey::Tuple},
           Built{"(i)", Returns::Fresh, TypeKey::Tuple},
           Built{"(())", Returns::Fresh, TypeKey::Tuple},
           Built{"ii", Returns::Fresh, TypeKey::Tuple},
           Built{"[]", Returns::Fresh, TypeKey::List},
           Built{"[O]", Returns::Fresh, TypeKey::List},
           Built{"{}", Returns::Fresh, TypeKey::Dict},
           Built{"{s:i}", Returns::Fresh, TypeKey::Dict},
           Built{"{s:i, s:[ii]}", Returns::Fresh, TypeKey::Dict},
           Built{"i", Returns::MaybeShared, TypeKey::Long},
           Built{"s", Returns::MaybeShared, TypeKey::Str},
           Built{"s#", Returns::MaybeShared, TypeKey::Str},
           Built{"y#", Returns::MaybeShared, TypeKey::Bytes},
           Built{"d", Returns::Fresh, TypeKey::Float},
           Built{"D", Returns::Fresh, TypeKey::Complex},
           Built{"O", Returns::MaybeShared, TypeKey::Any},
           Built{"N", Returns::MaybeShared, TypeKey::Any},
       }) {
    const auto Parsed = parseFormat(FormatKind::Build, B.Text);
    ASSERT_TRUE(Parsed) << B.Text;
    EXPECT_EQ(Parsed->Result.What, B.What) << B.Text;
    EXPECT_EQ(Parsed->Result.Type, B.Type) << B.Text;
  }
}

TEST(BuildFormats, KeepOrSteal) {
  EXPECT_EQ(effectsOf(FormatKind::Build, "(OSN)"),
            (Effects{Effect::Keeps, Effect::Keeps, Effect::Steals}));
}

TEST(BuildFormats, UIsACString) {
  EXPECT_EQ(effectsOf(FormatKind::Build, "U"), Effects{Effect::Looks});
}

TEST(BuildFormats, CountTheArguments) {
  EXPECT_EQ(effectsOf(FormatKind::Build, "{s:(s#),s:O}"),
            (Effects{Effect::Looks, Effect::Looks, Effect::Looks, Effect::Looks,
                     Effect::Keeps}));
}

TEST(BuildFormats, ConvertersMayDoAnything) {
  EXPECT_EQ(effectsOf(FormatKind::Build, "O&O"),
            (Effects{Effect::Looks, Effect::Unknown, Effect::Keeps}));
}

TEST(BuildFormats, AreRejectedWhenMalformed) {
  for (llvm::StringRef Text : {"(i", "i)", "[i)", "{s}", "q", "(", "%d"})
    EXPECT_FALSE(parseFormat(FormatKind::Build, Text)) << Text.str();
}

TEST(CallFormats, TheCalleeMayKeepWhatItGets) {
  EXPECT_EQ(effectsOf(FormatKind::Call, "OiN"),
            (Effects{Effect::MayKeep, Effect::Looks, Effect::Steals}));
  EXPECT_EQ(parseFormat(FormatKind::Call, "(i)")->Result.What,
            Returns::MaybeShared);
}

TEST(ParseFormats, BorrowOnlyObjects) {
  EXPECT_EQ(effectsOf(FormatKind::Parse, "Oi|U$p:function"),
            (Effects{Effect::OutBorrowed, Effect::Looks, Effect::OutBorrowed,
                     Effect::Looks}));
}

TEST(ParseFormats, CountTheArguments) {
  EXPECT_EQ(effectsOf(FormatKind::Parse, "O!s#O;message"),
            (Effects{Effect::Looks, Effect::OutBorrowed, Effect::Looks,
                     Effect::Looks, Effect::OutBorrowed}));
  EXPECT_EQ(effectsOf(FormatKind::Parse, "es#O"),
            (Effects{Effect::Looks, Effect::Looks, Effect::Looks,
                     Effect::OutBorrowed}));
  EXPECT_EQ(effectsOf(FormatKind::Parse, "y*(O)"),
            (Effects{Effect::Looks, Effect::OutBorrowed}));
}

TEST(ParseFormats, ConvertersMayDoAnything) {
  EXPECT_EQ(effectsOf(FormatKind::Parse, "O&"),
            (Effects{Effect::Looks, Effect::Unknown}));
}

TEST(ParseFormats, AreRejectedWhenMalformed) {
  for (llvm::StringRef Text : {"(O", "O)", "q", "w"})
    EXPECT_FALSE(parseFormat(FormatKind::Parse, Text)) << Text.str();
}

TEST(TextFormats, RunReprAndStr) {
  EXPECT_EQ(effectsOf(FormatKind::Text, "100%% of %d: %R, %.200s, %S"),
            (Effects{Effect::Looks, Effect::RunsMethods, Effect::Looks,
                     Effect::RunsMethods}));
}

TEST(TextFormats, CountTheArguments) {
  EXPECT_EQ(effectsOf(FormatKind::Text, "%-*.*zd %V %#T"),
            (Effects{Effect::Looks, Effect::Looks, Effect::Looks,
                     Effect::MayKeep, Effect::Looks, Effect::Looks}));
}

TEST(TextFormats, AreRejectedWhenMalformed) {
  for (llvm::StringRef Text : {"%", "%y", "%l"})
    EXPECT_FALSE(parseFormat(FormatKind::Text, Text)) << Text.str();
}

} // namespace
