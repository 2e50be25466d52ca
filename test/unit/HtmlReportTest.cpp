// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the page shows, and that nothing in a project becomes markup.

#include "Project/HtmlReport.h"
#include "MigrationFixture.h"
#include "Project/PageTemplate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace immortal::project;
using testing::HasSubstr;
using testing::Not;

static std::string fill(llvm::StringRef Template,
                        std::initializer_list<llvm::json::Object::KV> Data) {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  fillTemplate(Template, llvm::json::Object(Data), Out);
  return Out.str();
}

static std::string page(const Migration &M) {
  std::string Result;
  llvm::raw_string_ostream Out(Result);
  writeHtml(M, Out);
  return Out.str();
}

TEST(PageTemplateTest, TextIsEscaped) {
  EXPECT_EQ(fill("<p>{{a}}</p>", {{"a", "<b a=\"'\">&"}}),
            "<p>&lt;b a=&quot;&apos;&quot;&gt;&amp;</p>");
}

TEST(PageTemplateTest, BracesInDataAreText) {
  EXPECT_EQ(fill("{{a}}", {{"a", "{{b}}"}, {"b", "no"}}), "{{b}}");
}

TEST(PageTemplateTest, SectionsRepeatAndLookAround) {
  using llvm::json::Array;
  using llvm::json::Object;
  EXPECT_EQ(
      fill("{{#list}}{{x}}{{y}};{{/list}}",
           {{"y", 7}, {"list", Array{Object{{"x", 1}}, Object{{"x", 2}}}}}),
      "17;27;");
}

TEST(PageTemplateTest, WhatIsNothingIsNotShown) {
  const llvm::StringRef Template = "{{#a}}yes{{/a}}{{^a}}no{{/a}}";
  EXPECT_EQ(fill(Template, {{"a", 0}}), "no");
  EXPECT_EQ(fill(Template, {{"a", ""}}), "no");
  EXPECT_EQ(fill(Template, {{"a", llvm::json::Array{}}}), "no");
  EXPECT_EQ(fill(Template, {}), "no");
  EXPECT_EQ(fill(Template, {{"a", 2}}), "yes");
  EXPECT_EQ(fill(Template, {{"a", true}}), "yes");
}

TEST(HtmlReportTest, ShowsFindingsWithTheirCode) {
  const std::string Page = page(smallMigration());
  EXPECT_THAT(Page, HasSubstr("<title>project: migration"));
  EXPECT_THAT(Page, HasSubstr(">src/a.c:2:3</a>"));
  EXPECT_THAT(Page, HasSubstr("<span class=\"n\">2</span><code>  "
                              "<mark>_Py_SetImmortal</mark>(a);</code>"));
  EXPECT_THAT(Page, HasSubstr("the fixed file does not compile"));
  EXPECT_THAT(Page, HasSubstr("<span class=\"sign\">+</span>  "
                              "(void)PyUnstable_SetImmortal(a);"));
  // Everything that the template names was there.
  EXPECT_THAT(Page, Not(HasSubstr("{{")));
}

TEST(HtmlReportTest, WhatIsOfferedIsShown) {
  MigrationBuilder B;
  B.file("a.c", "before();\ncall(op);\nafter();\n");
  Finding &F = B.finding("a.c", "call");
  F.State = Outcome::Offered;
  F.Diag.Notes.push_back(B.message("a.c", "call", "or handle the result"));
  B.replace(F.Diag.Notes.back(), "a.c", "call(op)", "(void)call(op)");
  EXPECT_THAT(page(B.Result), HasSubstr("<span class=\"sign\">+</span>"
                                        "(void)call(op);</code>"));
}

TEST(HtmlReportTest, NothingInAProjectIsMarkup) {
  const std::string Evil =
      "</script></style></textarea><img src=x onerror=alert(1)>\"'`&{{all}}";
  MigrationBuilder B;
  const std::string File = "src/" + Evil + ".c";
  B.Result.Root = "/project";
  B.file(File, "call(); // " + Evil + "\n");
  Finding &F = B.finding(File, "call", Evil, Evil);
  F.Diag.Notes.push_back(B.message(File, "call", Evil));
  F.Reason = Evil;
  F.Configurations = {Evil};
  B.Result.Configurations = {Evil, "3.15"};
  B.Result.Changes.push_back({B.path(File), Evil, Evil + "\n"});
  B.Result.Problems.push_back({B.path(File), 1, Evil});

  const std::string Page = page(B.Result);
  EXPECT_THAT(Page, Not(HasSubstr("<img")));
  EXPECT_THAT(Page, Not(HasSubstr("\"'`")));
  // The template's own elements are the only ones.
  const llvm::StringRef Text = Page;
  EXPECT_EQ(Text.count("</script"), 1u);
  EXPECT_EQ(Text.count("</style"), 1u);
  EXPECT_THAT(Page, HasSubstr("{{all}}"));
}

TEST(HtmlReportTest, ContextStopsAtTheEndsOfAFile) {
  MigrationBuilder B;
  B.file("a.c", "one\ntwo\nthree");
  B.finding("a.c", "two");
  const std::string Page = page(B.Result);
  for (const char *Line : {">1</span><code>one<", ">2</span><code><mark>two",
                           ">3</span><code>three<"})
    EXPECT_THAT(Page, HasSubstr(Line));
  EXPECT_THAT(Page, Not(HasSubstr("class=\"n\">4<")));
}

TEST(HtmlReportTest, ReferencesNothingElse) {
  const std::string Page = page(smallMigration());
  for (const char *Outside : {"http:", "https:", " src=", "@import", "url("})
    EXPECT_THAT(Page, Not(HasSubstr(Outside)));
}

TEST(HtmlReportTest, NothingToSayIsSaid) {
  Migration M;
  M.Root = "/project";
  EXPECT_THAT(page(M), HasSubstr("Nothing is left: no finding."));
}
