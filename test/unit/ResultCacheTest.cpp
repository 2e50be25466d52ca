// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/ResultCache.h"
#include "Project/Progress.h"
#include "Project/ResultYaml.h"
#include "ScratchFolder.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include <gtest/gtest.h>

using namespace immortal::project;
using clang::tooling::Diagnostic;
using clang::tooling::Replacement;

namespace {

UnitResult someResult() {
  UnitResult Result;
  Diagnostic D("cpython-immortalize-type", Diagnostic::Warning, "/build");
  D.Message.Message = "text with 'quotes', \"more\": and\ntwo lines ";
  D.Message.FilePath = "/src/a b.c";
  D.Message.FileOffset = 17;
  llvm::cantFail(D.Message.Fix["/src/a b.c"].add(
      Replacement("/src/a b.c", 17, 3, "\tx\n")));
  llvm::cantFail(
      D.Message.Fix["/src/a b.c"].add(Replacement("/src/a b.c", 3, 0, "y")));
  D.Notes.push_back(clang::tooling::DiagnosticMessage("note"));
  Result.Findings.push_back(D);
  D.DiagLevel = Diagnostic::Error;
  Result.Compiler.push_back(D);
  Result.Facts.Reached.push_back({"/src/a b.c", {{1, 2}, {5, 9}}, "0123"});
  D.DiagLevel = Diagnostic::Warning;
  Result.Doubts.push_back(D);
  return Result;
}

Digest digest(uint8_t First) {
  Digest Result{};
  Result[0] = First;
  return Result;
}

class ResultCacheTest : public testing::Test {
protected:
  std::string entry(const Digest &Key) {
    return Folder.path("kept/llvmcache-" + llvm::toHex(Key, true));
  }
  ScratchFolder Folder;
  const ResultCache Cache{Folder.path("kept")};
};

TEST_F(ResultCacheTest, GivesBackWhatWasStored) {
  EXPECT_FALSE(Cache.find(digest(1)));
  EXPECT_FALSE(Cache.store(digest(1), someResult()));
  const std::optional<UnitResult> Found = Cache.find(digest(1));
  ASSERT_TRUE(Found);
  EXPECT_EQ(toYaml(*Found), toYaml(someResult()));
  EXPECT_EQ(Found->Findings[0].Message.Message,
            someResult().Findings[0].Message.Message);
  EXPECT_EQ(Found->Findings[0].Message.Fix,
            someResult().Findings[0].Message.Fix);
  EXPECT_EQ(Found->Facts.Reached[0].Skipped,
            someResult().Facts.Reached[0].Skipped);
  EXPECT_EQ(Found->Facts.Reached[0].Hash, "0123");
  EXPECT_EQ(Found->Doubts.size(), 1U);
  EXPECT_FALSE(Cache.find(digest(2)));
}

TEST_F(ResultCacheTest, TakesADamagedEntryForNone) {
  EXPECT_FALSE(Cache.store(digest(1), someResult()));
  const std::string Text =
      llvm::cantFail(llvm::errorOrToExpected(
                         llvm::MemoryBuffer::getFile(entry(digest(1)))))
          ->getBuffer()
          .str();
  const std::string Name = "kept/llvmcache-" + llvm::toHex(digest(1), true);
  for (const size_t Cut :
       {size_t(0), size_t(10), Text.size() / 2, Text.size() - 1}) {
    Folder.write(Name, llvm::StringRef(Text).take_front(Cut));
    EXPECT_FALSE(Cache.find(digest(1))) << Cut;
  }
  std::string Flipped = Text;
  Flipped[Text.size() - 20] ^= 1;
  Folder.write(Name, Flipped);
  EXPECT_FALSE(Cache.find(digest(1)));
  Folder.write(Name, Text);
  EXPECT_TRUE(Cache.find(digest(1)));
}

TEST_F(ResultCacheTest, DoesNotKeepWhatYamlCannotSay) {
  UnitResult Result = someResult();
  Result.Findings[0].Message.Message = "not UTF-8: \xff\xfe";
  EXPECT_FALSE(Cache.store(digest(1), Result));
  const std::optional<UnitResult> Found = Cache.find(digest(1));
  if (Found)
    EXPECT_EQ(Found->Findings[0].Message.Message,
              Result.Findings[0].Message.Message);
}

TEST_F(ResultCacheTest, SaysWhereItCannotWrite) {
  Folder.write("kept", "a file");
  EXPECT_TRUE(
      llvm::StringRef(llvm::toString(Cache.store(digest(1), someResult())))
          .contains(Folder.path("kept")));
}

TEST(Progress, TellsRateAndTime) {
  using std::chrono::milliseconds;
  EXPECT_EQ(Progress::describe("scan", 0, 7, milliseconds(5)), "scan 0 of 7");
  EXPECT_EQ(Progress::describe("scan", 2, 7, milliseconds(1000)),
            "scan 2 of 7, 2.0 a second, 3 s left");
  EXPECT_EQ(Progress::describe("scan", 7, 7, milliseconds(2000)),
            "scan 7 of 7, 3.5 a second");
}

} // namespace
