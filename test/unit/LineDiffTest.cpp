// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a diff says is what turns one text into the other, and no more.

#include "Project/LineDiff.h"
#include "gtest/gtest.h"
#include <random>

using namespace immortal::project;

/// One of the two texts, made of the other and the hunks.
static std::string apply(llvm::StringRef To, const std::vector<Hunk> &Hunks,
                         bool Forward) {
  std::vector<llvm::StringRef> Lines;
  for (llvm::StringRef Rest = To; !Rest.empty();) {
    const size_t End = std::min(Rest.find('\n'), Rest.size() - 1) + 1;
    Lines.push_back(Rest.take_front(End));
    Rest = Rest.drop_front(End);
  }
  std::string Result;
  size_t Next = 0;
  for (const Hunk &H : Hunks) {
    const size_t First = (Forward ? H.FirstBefore : H.FirstAfter) - 1;
    while (Next < First)
      Result += Lines.at(Next++);
    const auto Gone = Forward ? DiffLine::Removed : DiffLine::Added;
    for (const DiffLine &Line : H.Lines) {
      if (Line.What == DiffLine::Same || Line.What == Gone)
        EXPECT_EQ(Lines.at(Next++), Line.Text);
      if (Line.What != Gone)
        Result += Line.Text;
    }
  }
  while (Next < Lines.size())
    Result += Lines[Next++];
  return Result;
}

static void expectRoundTrip(const std::string &Before,
                            const std::string &After) {
  const std::vector<Hunk> Hunks = diffLines(Before, After);
  EXPECT_EQ(apply(Before, Hunks, /*Forward=*/true), After);
  EXPECT_EQ(apply(After, Hunks, /*Forward=*/false), Before);
}

static std::string unified(llvm::StringRef Before, llvm::StringRef After) {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  printUnifiedDiff(Out, "f.c", diffLines(Before, After));
  return Out.str();
}

TEST(LineDiffTest, NothingForEqualTexts) {
  EXPECT_EQ(unified("a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(unified("", ""), "");
}

TEST(LineDiffTest, OneReplacedLineHasThreeLinesAround) {
  EXPECT_EQ(
      unified("1\n2\n3\n4\nx\n5\n6\n7\n8\n", "1\n2\n3\n4\ny\n5\n6\n7\n8\n"),
      "--- a/f.c\n+++ b/f.c\n@@ -2,7 +2,7 @@\n"
      " 2\n 3\n 4\n-x\n+y\n 5\n 6\n 7\n");
}

TEST(LineDiffTest, EditsFarApartAreTwoHunks) {
  const std::string Gap = "1\n2\n3\n4\n5\n6\n7\n";
  EXPECT_EQ(diffLines("x\n" + Gap + "x\n", "y\n" + Gap + "y\n").size(), 2u);
}

TEST(LineDiffTest, EditsWhoseSurroundingsMeetAreOneHunk) {
  const std::string Gap = "1\n2\n3\n4\n5\n6\n";
  const std::string Before = "x\n" + Gap + "x\n", After = "y\n" + Gap + "y\n";
  EXPECT_EQ(diffLines(Before, After).size(), 1u);
}

TEST(LineDiffTest, AnEmptySideIsNamedByTheLineBeforeIt) {
  EXPECT_EQ(unified("", "a\n"), "--- a/f.c\n+++ b/f.c\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified("a\n", ""), "--- a/f.c\n+++ b/f.c\n@@ -1 +0,0 @@\n-a\n");
}

TEST(LineDiffTest, AMissingLastNewlineIsSaid) {
  EXPECT_EQ(unified("a", "a\n"), "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n"
                                 "\\ No newline at end of file\n+a\n");
}

TEST(LineDiffTest, CarriageReturnsAreKept) {
  EXPECT_EQ(unified("a\r\n", "b\r\n"),
            "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\r\n+b\r\n");
}

TEST(LineDiffTest, RandomEditsApplyBothWays) {
  std::mt19937 Random(1);
  for (int Round = 0; Round < 300; ++Round) {
    std::string Before, After;
    const unsigned Lines = Random() % 200;
    for (unsigned I = 0; I < Lines; ++I) {
      // Few different lines, so that there are many ways to match them.
      const std::string Line = std::to_string(Random() % 5) + "\n";
      const unsigned Edit = Random() % 20;
      if (Edit != 0)
        Before += Line;
      if (Edit != 1)
        After += Line;
    }
    expectRoundTrip(Before, After);
  }
}

TEST(LineDiffTest, MoreEditsThanAreSearchedAreStillRight) {
  std::string Before, After;
  for (int I = 0; I < 5000; ++I) {
    Before += "old " + std::to_string(I) + "\n";
    After += "new " + std::to_string(I) + "\n";
  }
  expectRoundTrip(Before, After);
}

TEST(LineDiffTest, ManyEditsInALongTextAreFoundOneByOne) {
  std::string Before, After;
  for (int I = 0; I < 400000; ++I) {
    const std::string Line = "  {" + std::to_string(I) + "},\n";
    Before += Line;
    After += I % 100 == 50 ? "  /* new */\n" + Line : Line;
  }
  const std::vector<Hunk> Hunks = diffLines(Before, After);
  EXPECT_EQ(Hunks.size(), 4000u);
  EXPECT_EQ(Hunks.front().Lines.size(), 7u);
}
