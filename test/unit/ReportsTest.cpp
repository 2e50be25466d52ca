// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the reports say about migrations that are built by hand.

#include "MigrationFixture.h"
#include "Project/Baseline.h"
#include "Project/CheckDocs.h"
#include "Project/Fingerprint.h"
#include "Project/JsonReport.h"
#include "Project/Places.h"
#include "Project/SarifReport.h"
#include "Project/Tally.h"
#include "Project/TextReport.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace immortal::project;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

static std::string text(const Migration &M, bool Colors = false) {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  Out.enable_colors(Colors);
  writeText(M, Out);
  return Out.str();
}

/// The member at a path such as "runs.0.results".
static const llvm::json::Value *member(const llvm::json::Value &Of,
                                       llvm::StringRef Path) {
  const llvm::json::Value *Result = &Of;
  while (!Path.empty() && Result) {
    llvm::StringRef Key;
    std::tie(Key, Path) = Path.split('.');
    size_t Index = 0;
    if (const auto *Fields = Result->getAsObject())
      Result = Fields->get(Key);
    else if (const auto *Items = Result->getAsArray())
      Result = !Key.getAsInteger(10, Index) && Index < Items->size()
                   ? &(*Items)[Index]
                   : nullptr;
    else
      Result = nullptr;
  }
  return Result;
}

static std::string show(const llvm::json::Value &Of, llvm::StringRef Path) {
  const llvm::json::Value *Found = member(Of, Path);
  return Found ? llvm::formatv("{0}", *Found).str() : "nothing";
}

// --- places ---

TEST(PlacesTest, FilesInTheProjectAreRelativeToIt) {
  const Migration M = smallMigration();
  EXPECT_EQ(Places(M).name("/project/src/a.c"), "src/a.c");
  EXPECT_EQ(Places(M).name("/projects/a.c"), "/projects/a.c");
  EXPECT_EQ(Places(M).name("/usr/include/x.h"), "/usr/include/x.h");
}

TEST(PlacesTest, ColumnsCountBytesOrUtf16) {
  MigrationBuilder B;
  B.file("a.c", "\n\xC3\xA4\xF0\x9F\x90\x8D\xFFx\n");
  const Place Where = Places(B.Result).at("/project/a.c", 8);
  EXPECT_EQ(Where.Line, 2u);
  EXPECT_EQ(Where.Column, 8u);
  // One unit for the umlaut, two for the snake, one for the broken byte.
  EXPECT_EQ(Where.Column16, 5u);
}

TEST(PlacesTest, AnUnknownTextHasNoLines) {
  const Migration M = smallMigration();
  EXPECT_EQ(Places(M).at("/usr/include/x.h", 7).Line, 0u);
}

// --- fingerprints ---

static std::vector<std::string> printsOf(llvm::StringRef Text,
                                         llvm::StringRef File = "a.c",
                                         llvm::StringRef Message = "m") {
  MigrationBuilder B;
  B.file(File, Text).finding(File, "call", Message);
  return fingerprints(B.Result);
}

TEST(FingerprintTest, SurvivesOtherLinesBlanksAndWords) {
  const auto Print = printsOf("  call(a);\n");
  EXPECT_EQ(Print.front().size(), 32u);
  EXPECT_EQ(Print, printsOf("// new\n\n\tcall( a );\n"));
  EXPECT_EQ(Print, printsOf("  call(a);\n", "a.c", "other words"));
}

TEST(FingerprintTest, DiffersByFileAndLine) {
  const auto Print = printsOf("  call(a);\n");
  EXPECT_NE(Print, printsOf("  call(a);\n", "b.c"));
  EXPECT_NE(Print, printsOf("  call(b);\n"));
}

TEST(FingerprintTest, EqualLinesAreCounted) {
  MigrationBuilder B;
  B.file("a.c", "call(a);\ncall(a);\n");
  B.finding("a.c", "call");
  B.finding("a.c", "call").Diag.Message.FileOffset = 9;
  const auto Prints = fingerprints(B.Result);
  EXPECT_NE(Prints[0], Prints[1]);
}

// --- text ---

TEST(TextReportTest, FindingsLookLikeClangs) {
  const std::string Text = text(smallMigration());
  EXPECT_THAT(Text, HasSubstr("src/a.c:2:3: warning: '_Py_SetImmortal' is "
                              "private [cpython-internal-immortalization] "
                              "[3.14, 3.15t]\n"
                              "    2 |   _Py_SetImmortal(a);\n"
                              "      |   ^~~~~~~~~~~~~~~\n"
                              "      |   (void)PyUnstable_SetImmortal\n"
                              "src/a.c:1:6: note: created here\n"));
  EXPECT_THAT(Text, HasSubstr("note: not fixed: the fixed file does not "
                              "compile\n"));
}

TEST(TextReportTest, FindingsComeBeforeTheSummary) {
  const std::string Text = text(smallMigration());
  EXPECT_LT(Text.rfind(" | "), Text.find("check      "));
}

TEST(TextReportTest, OneConfigurationIsNotNamed) {
  Migration M = smallMigration();
  M.Configurations = {"3.15t"};
  M.Findings[0].Configurations = M.Configurations;
  EXPECT_THAT(text(M), Not(HasSubstr("[3.15t]")));
}

TEST(TextReportTest, TheDiffNamesRelativeFiles) {
  EXPECT_THAT(text(smallMigration()),
              HasSubstr("--- a/src/a.c\n+++ b/src/a.c\n@@ -1,4 +1,4 @@\n"));
}

TEST(TextReportTest, TheSummaryCounts) {
  const std::string Text = text(smallMigration());
  EXPECT_THAT(Text, HasSubstr("check                             fixed  "
                              "offered  left\n"
                              "cpython-immortalize-not-fresh         0        "
                              "0     1\n"
                              "cpython-internal-immortalization      1        "
                              "0     0\n"));
  EXPECT_THAT(Text, HasSubstr("    1  the fixed file does not compile "
                              "[cpython-immortalize-not-fresh]\n"));
  EXPECT_THAT(Text, HasSubstr("2 findings: 1 fixed, 0 offered, 1 left\n"
                              "1 file to change"));
}

TEST(TextReportTest, ProblemsNameTheirPlaces) {
  Migration M = smallMigration();
  M.Problems = {{"/project/b.c", 0, "cannot be read"},
                {"/project/compile_commands.json", 3, "no 'command'"},
                {"", 0, "no interpreter"}};
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  writeProblems(M, Out);
  EXPECT_EQ(Out.str(), "\nproblems\nb.c: error: cannot be read\n"
                       "compile_commands.json:3: error: no 'command'\n"
                       "error: no interpreter\n");
}

TEST(TextReportTest, ColoursOnlyWhereTheyAreEnabled) {
  EXPECT_THAT(text(smallMigration()), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(text(smallMigration(), /*Colors=*/true), HasSubstr("\x1b["));
}

TEST(TextReportTest, AnUnknownTextIsNoCrash) {
  MigrationBuilder B;
  B.finding("gone.c", "x", "message");
  EXPECT_THAT(text(B.Result), HasSubstr("gone.c: warning: message [cpython-"));
}

// --- tally and exit code ---

TEST(ExitCodeTest, FindingsUnlessFixedOrKnown) {
  Migration M = smallMigration();
  EXPECT_EQ(exitCode(M), 1);
  M.Findings[1].Known = true;
  // A fix that is not written is still to be done.
  EXPECT_EQ(exitCode(M), 1);
  M.Written = true;
  EXPECT_EQ(exitCode(M), 0);
  M.Findings[1].Known = false;
  EXPECT_EQ(exitCode(M), 1);
  EXPECT_EQ(exitCode(Migration()), 0);
}

TEST(ExitCodeTest, ProblemsComeBeforeFindings) {
  Migration M;
  M.Problems.push_back({"", 0, "no interpreter"});
  EXPECT_EQ(exitCode(M), 2);
  M.Problems.push_back({"/project/a.c", 0, "crashed", /*Internal=*/true});
  EXPECT_EQ(exitCode(M), 3);
}

// --- baseline ---

TEST(BaselineTest, AcceptsWhatItWasWrittenFor) {
  Migration M = smallMigration();
  const std::string Written = llvm::formatv("{0}", toBaseline(M));
  ASSERT_FALSE(applyBaseline(Written, M));
  EXPECT_EQ(exitCode(M), 0);
  EXPECT_EQ(Tally(M).Total.Known, 2u);
  EXPECT_THAT(text(M), Not(HasSubstr("warning:")));
  EXPECT_THAT(text(M), HasSubstr("2 in the baseline"));
}

TEST(BaselineTest, ANewFindingFails) {
  Migration M = smallMigration();
  const std::string Written = llvm::formatv("{0}", toBaseline(M));
  M.Findings[1].Diag.Message.FileOffset = 0;
  ASSERT_FALSE(applyBaseline(Written, M));
  EXPECT_EQ(exitCode(M), 1);
  EXPECT_THAT(text(M), HasSubstr("1 in the baseline"));
}

TEST(BaselineTest, SaysWhatIsWrongWithIt) {
  Migration M;
  const auto Error = [&](llvm::StringRef Text) {
    return llvm::toString(applyBaseline(Text, M));
  };
  EXPECT_THAT(Error("{"), HasSubstr("1:"));
  EXPECT_THAT(Error("[]"), HasSubstr("not a baseline"));
  EXPECT_THAT(Error("{\"version\": 9, \"findings\": []}"),
              HasSubstr("another version"));
  EXPECT_THAT(Error("{\"version\": 1, \"findings\": [1]}"),
              HasSubstr("no fingerprint"));
}

// --- JSON and SARIF ---

TEST(JsonReportTest, SaysWhatIsEdited) {
  const llvm::json::Value Json = toJson(smallMigration());
  EXPECT_EQ(show(Json, "findings.0.edits.0.text"),
            "\"(void)PyUnstable_SetImmortal\"");
  EXPECT_EQ(show(Json, "findings.0.location"),
            R"({"column":3,"file":"src/a.c","line":2})");
  EXPECT_EQ(show(Json, "findings.1.edits"), "nothing");
  EXPECT_EQ(show(Json, "findings.1.reason"),
            "\"the fixed file does not compile\"");
}

TEST(JsonReportTest, BytesThatAreNoTextAreReplaced) {
  MigrationBuilder B;
  B.finding("a.c", "x", "bad \xFF byte");
  EXPECT_EQ(show(toJson(B.Result), "findings.0.message"),
            "\"bad \xEF\xBF\xBD byte\"");
}

TEST(SarifReportTest, RegionsCountUtf16) {
  const llvm::json::Value Sarif = toSarif(smallMigration());
  EXPECT_EQ(show(Sarif, "runs.0.columnKind"), "\"utf16CodeUnits\"");
  EXPECT_EQ(show(Sarif, "runs.0.results.1.locations.0.physicalLocation.region"),
            R"({"endColumn":17,"endLine":3,"startColumn":16,"startLine":3})");
}

TEST(SarifReportTest, PathsAreEncodedAndRelative) {
  MigrationBuilder B;
  B.finding("my dir/\xC3\xA4#1.c", "x");
  B.finding("/usr/include/a b.h", "x");
  const llvm::json::Value Sarif = toSarif(B.Result);
  const auto Artifact = [&](int Result) {
    return show(Sarif, llvm::formatv("runs.0.results.{0}.locations.0."
                                     "physicalLocation.artifactLocation",
                                     Result)
                           .str());
  };
  EXPECT_EQ(Artifact(0),
            R"({"uri":"my%20dir/%C3%A4%231.c","uriBaseId":"SRCROOT"})");
  EXPECT_EQ(Artifact(1), R"({"uri":"file:///usr/include/a%20b.h"})");
}

TEST(SarifReportTest, OnlyVerifiedFixesAreFixes) {
  MigrationBuilder B;
  B.file("a.c", "call(a);\n");
  Finding &F = B.finding("a.c", "call");
  B.replace(F.Diag.Message, "a.c", "call", "other");
  EXPECT_EQ(show(toSarif(B.Result), "runs.0.results.0.fixes"), "[]");
  F.State = Outcome::Fixed;
  EXPECT_EQ(show(toSarif(B.Result), "runs.0.results.0.fixes.0.artifactChanges."
                                    "0.replacements.0.insertedContent.text"),
            "\"other\"");
}

TEST(SarifReportTest, WhatIsOfferedIsAFixWithItsWords) {
  MigrationBuilder B;
  B.file("a.c", "call(a);\n");
  Finding &F = B.finding("a.c", "call");
  F.State = Outcome::Offered;
  F.Diag.Notes.push_back(B.message("a.c", "call", "or call another"));
  B.replace(F.Diag.Notes.back(), "a.c", "call", "other");
  const llvm::json::Value Sarif = toSarif(B.Result);
  EXPECT_EQ(show(Sarif, "runs.0.results.0.fixes.0.description.text"),
            "\"or call another\"");
  EXPECT_EQ(show(toJson(B.Result), "findings.0.notes.0.edits.0.text"),
            "\"other\"");
  EXPECT_THAT(text(B.Result), HasSubstr("      | other\n"));
}

TEST(SarifReportTest, WhatIsFixedIsNoResultAnyMore) {
  Migration M = smallMigration();
  M.Written = true;
  const llvm::json::Value Sarif = toSarif(M);
  EXPECT_EQ(member(Sarif, "runs.0.results")->getAsArray()->size(), 1u);
}

TEST(SarifReportTest, ProblemsAreNotifications) {
  Migration M;
  M.Root = "/project";
  M.Problems.push_back({"/project/b.c", 4, "broken"});
  const llvm::json::Value Sarif = toSarif(M);
  EXPECT_EQ(show(Sarif, "runs.0.invocations.0.executionSuccessful"), "false");
  EXPECT_EQ(show(Sarif, "runs.0.invocations.0.toolConfigurationNotifications."
                        "0.message.text"),
            "\"broken\"");
}

TEST(CheckDocsTest, EveryCheckHasItsPage) {
  std::vector<std::string> Names;
  for (const CheckDoc &Doc : checkDocs()) {
    Names.push_back(Doc.Check.str());
    EXPECT_TRUE(Doc.Page.starts_with(("# " + Doc.Check).str()));
    // What code scanning services show at most.
    EXPECT_LT(Doc.summary().size(), 1024u);
    EXPECT_THAT(Doc.summary(), Not(HasSubstr("\n")));
    EXPECT_THAT(Doc.summary(), Not(HasSubstr("`")));
    EXPECT_THAT(Doc.help(), Not(testing::ContainsRegex("\\]\\([^)]*\\.md")));
  }
  EXPECT_THAT(Names, ElementsAre("cpython-immortalize-not-fresh",
                                 "cpython-immortalize-type",
                                 "cpython-immortalize-unbounded",
                                 "cpython-immortalize-unchecked",
                                 "cpython-internal-immortalization",
                                 "cpython-py-build-core"));
}
