// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which fixes are applied, and why the others are not, with a check that is
// made up: it finds each "old" and rewrites it to "new".

#include "Project/Fixer.h"
#include "Project/Merge.h"
#include "Project/ResultYaml.h"
#include "ScratchFolder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <map>

using namespace immortal::project;
using clang::tooling::Diagnostic;
using clang::tooling::Replacement;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

class Fixing : public testing::Test {
protected:
  /// One text that a unit reaches, and what is said about it.
  struct View {
    std::string File;
    llvm::StringRef Text;
    UnitResult &Said;

    Diagnostic diagnostic(llvm::StringRef Check, size_t Offset,
                          llvm::StringRef Message) const {
      Diagnostic D(Check, Diagnostic::Warning, "/");
      D.Message.Message = Message.str();
      D.Message.FilePath = File;
      D.Message.FileOffset = static_cast<unsigned>(Offset);
      return D;
    }
    /// A finding at \p Offset that replaces \p Size bytes there.
    Diagnostic &find(llvm::StringRef Check, size_t Offset, size_t Size,
                     llvm::StringRef By) const {
      Said.Findings.push_back(diagnostic(Check, Offset, "is old"));
      llvm::cantFail(Said.Findings.back().Message.Fix[File].add(
          Replacement(File, static_cast<unsigned>(Offset),
                      static_cast<unsigned>(Size), By)));
      return Said.Findings.back();
    }
    void fail(llvm::StringRef Message) const {
      Said.Compiler.push_back(diagnostic("clang-diagnostic-error", 0, Message));
      Said.Compiler.back().DiagLevel = Diagnostic::Error;
      // As with an error that is not in the rewritten lines.
      Said.Compiler.back().Message.FilePath.clear();
    }
  };

  /// A unit that reaches \p Files, of which the first is its source.
  void unit(std::vector<std::string> Files) {
    Unit U;
    U.File = Folder.path(Files.front());
    U.Command.Filename = U.File;
    U.Command.Directory = Folder.path();
    Units.push_back(U);
    Reached[U.File] = std::move(Files);
  }

  UnitResult analyze(const Unit &What, llvm::vfs::FileSystem &Files) {
    UnitResult Result;
    for (const std::string &Name : Reached[What.File]) {
      const std::string Path = Folder.path(Name);
      const auto Buffer = Files.getBufferForFile(Path);
      if (!Buffer)
        continue;
      const llvm::StringRef Text = (*Buffer)->getBuffer();
      Result.Facts.Reached.push_back({Path, {}, hashText(Text)});
      for (size_t At = Text.find("old"); At != llvm::StringRef::npos;
           At = Text.find("old", At + 1))
        View{Path, Text, Result}.find("cpython-old", At, 3, "new");
      if (Says)
        Says(What, View{Path, Text, Result});
    }
    return Result;
  }

  void run() {
    std::vector<UnitResult> Results;
    const auto Real = llvm::vfs::createPhysicalFileSystem();
    for (const Unit &U : Units)
      Results.push_back(analyze(U, *Real));
    if (BeforeMerge)
      BeforeMerge();
    Result.Root = Folder.path();
    mergeResults(Units, Results, Result);
    FixSettings Settings;
    Settings.Verify = Verify;
    Settings.Jobs = 1;
    decideFixes(
        Units, std::move(Results), Settings,
        [&](const Unit &What,
            const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files) {
          return analyze(What, *Files);
        },
        Result);
  }

  /// What is to be written into the file; empty if nothing is.
  std::string after(llvm::StringRef Name) const {
    for (const Change &C : Result.Changes)
      if (C.File == Folder.path(Name))
        return C.After;
    return "";
  }
  std::vector<std::string> reasons() const {
    std::vector<std::string> Reasons;
    for (const Finding &F : Result.Findings)
      Reasons.push_back(F.Reason);
    return Reasons;
  }

  ScratchFolder Folder;
  std::function<void(const Unit &, const View &)> Says;
  std::function<void()> BeforeMerge;
  bool Verify = true;
  std::vector<Unit> Units;
  std::map<std::string, std::vector<std::string>> Reached;
  Migration Result;
};

TEST_F(Fixing, DropsTheOneThatFailsAndTriesTheRestAgain) {
  Folder.write("a.c", "old 1\n\nold 2\n\nold 3\n\nold 4\n\nold 5\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    if (V.Text.contains("new 3"))
      V.fail("no 3");
  };
  run();
  EXPECT_EQ(after("a.c"), "new 1\n\nnew 2\n\nold 3\n\nnew 4\n\nnew 5\n");
  EXPECT_THAT(reasons(),
              ElementsAre("", "", "'a.c' would not compile: no 3", "", ""));
  EXPECT_EQ(Result.Findings[2].State, Outcome::Left);
  EXPECT_EQ(Result.Findings[3].State, Outcome::Fixed);
}

TEST_F(Fixing, DropsBothOfTwoThatFailInDifferentUnits) {
  Folder.write("a.c", "old 1\n\nold 2\n");
  Folder.write("b.c", "old 3\n\nold 4\n");
  unit({"a.c"});
  unit({"b.c"});
  Says = [](const Unit &, const View &V) {
    if (V.Text.contains("new 2") || V.Text.contains("new 3"))
      V.fail("no");
  };
  run();
  EXPECT_EQ(after("a.c"), "new 1\n\nold 2\n");
  EXPECT_EQ(after("b.c"), "old 3\n\nnew 4\n");
}

TEST_F(Fixing, AsksEveryUnitThatReachesAHeader) {
  Folder.write("h.h", "old 1\n\nold 2\n");
  for (const char *Name : {"a.c", "b.c", "c.c"}) {
    Folder.write(Name, "");
    unit({Name, "h.h"});
  }
  Says = [](const Unit &What, const View &V) {
    if (llvm::StringRef(What.File).ends_with("c.c") && V.Text.contains("new 2"))
      V.fail("no 2 here");
  };
  run();
  EXPECT_EQ(after("h.h"), "new 1\n\nold 2\n");
  EXPECT_THAT(reasons(), ElementsAre("", "'c.c' would not compile: no 2 here"));
}

TEST_F(Fixing, AppliesOneOfTwoEditsThatOverlap) {
  Folder.write("a.c", "call(one, two);\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    if (const size_t At = V.Text.find("call(one"); At == 0)
      V.find("cpython-one", 0, 8, "keep(one");
    if (const size_t At = V.Text.find("one, two"); At != llvm::StringRef::npos)
      V.find("cpython-two", At, 8, "two, one");
  };
  Verify = false;
  run();
  EXPECT_EQ(after("a.c"), "keep(one, two);\n");
  EXPECT_THAT(reasons(), ElementsAre("", "its edit of " + Folder.path("a.c") +
                                             " overlaps that of another fix"));
}

TEST_F(Fixing, AppliesTheOtherOfTwoEditsThatOverlapInTheNextRound) {
  Folder.write("a.c", "call(one, two);\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    if (V.Text.starts_with("call(one"))
      V.find("cpython-one", 0, 8, "keep(one");
    if (const size_t At = V.Text.find("one, two"); At != llvm::StringRef::npos)
      V.find("cpython-two", At, 8, "two, one");
  };
  run();
  EXPECT_EQ(after("a.c"), "keep(two, one);\n");
  EXPECT_THAT(reasons(), ElementsAre("", ""));
}

TEST_F(Fixing, ObjectsToAFindingElsewhere) {
  Folder.write("a.c", "old 1\n\nold 2\n\n\nuse\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    if (V.Text.contains("new 2"))
      V.Said.Findings.push_back(V.diagnostic("cpython-use", V.Text.find("use"),
                                             "is not new any more"));
  };
  run();
  EXPECT_EQ(after("a.c"), "new 1\n\nold 2\n\n\nuse\n");
  EXPECT_THAT(reasons(),
              ElementsAre("",
                          "'a.c' would get a finding of cpython-use in line "
                          "6 of a.c: is not new any more"));
}

TEST_F(Fixing, KnowsAFindingElsewhereAgain) {
  Folder.write("a.c", "old 1\n\nuse\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    V.Said.Findings.push_back(
        V.diagnostic("cpython-use", V.Text.find("use"), "is there"));
  };
  run();
  EXPECT_EQ(after("a.c"), "new 1\n\nuse\n");
}

TEST_F(Fixing, ObjectsToADoubtAtTheRewrittenPlaceOnly) {
  Folder.write("a.c", "old 1\n\nold 2\n\nuse\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    if (const size_t At = V.Text.find("new 2"); At != llvm::StringRef::npos)
      V.Said.Doubts.push_back(
          V.diagnostic("cpython-doubt", At, "'new' may refuse here: ?"));
    V.Said.Doubts.push_back(V.diagnostic("cpython-doubt", V.Text.find("use"),
                                         "'use' may refuse here: ?"));
  };
  run();
  EXPECT_EQ(after("a.c"), "new 1\n\nold 2\n\nuse\n");
  EXPECT_THAT(reasons(), ElementsAre("", "'a.c': 'new' may refuse here: ?"));
}

TEST_F(Fixing, SaysWhatIsFixedInPart) {
  Folder.write("a.c", "declared\n\npart 1\n\npart 2\n");
  unit({"a.c"});
  Says = [](const Unit &, const View &V) {
    Diagnostic D = V.diagnostic("cpython-parts", 0, "is declared");
    if (const size_t At = V.Text.find("part 1"); At != llvm::StringRef::npos)
      llvm::cantFail(D.Message.Fix[V.File].add(
          Replacement(V.File, static_cast<unsigned>(At), 6, "done 1")));
    V.Said.Findings.push_back(D);
  };
  run();
  EXPECT_EQ(after("a.c"), "declared\n\ndone 1\n\npart 2\n");
  ASSERT_EQ(Result.Findings.size(), 1U);
  EXPECT_TRUE(Result.Findings[0].IsPartly);
  EXPECT_EQ(Result.Findings[0].State, Outcome::Left);
  EXPECT_EQ(Result.Findings[0].Reason, "edited for it: a.c:3");
}

TEST_F(Fixing, LeavesAFileThatChangedAfterItWasRead) {
  Folder.write("a.c", "old 1\n");
  Folder.write("b.c", "old 2\n");
  unit({"a.c"});
  unit({"b.c"});
  for (const bool IsVerified : {true, false}) {
    Folder.write("a.c", "old 1\n");
    Result = Migration();
    Verify = IsVerified;
    // Shorter: the fix is for a text that is not there any more.
    BeforeMerge = [&] { Folder.write("a.c", "o"); };
    run();
    EXPECT_EQ(after("a.c"), "");
    EXPECT_EQ(after("b.c"), "new 2\n");
    EXPECT_THAT(reasons(),
                ElementsAre("a.c was changed after it was read", ""));
    ASSERT_EQ(Result.Problems.size(), 1U);
    EXPECT_EQ(Result.Problems[0].File, Folder.path("a.c"));
    EXPECT_THAT(Result.Problems[0].Text,
                HasSubstr("was changed after it was read"));
  }
}

TEST_F(Fixing, ObjectsToAHeaderThatChangesWhileFixesAreTried) {
  Folder.write("a.c", "old 1\n");
  Folder.write("h.h", "one\n");
  unit({"a.c", "h.h"});
  Says = [&](const Unit &, const View &V) {
    if (V.Text.starts_with("one"))
      Folder.write("h.h", "two\n");
  };
  run();
  EXPECT_THAT(Result.Changes, IsEmpty());
  EXPECT_THAT(reasons(),
              ElementsAre(HasSubstr("was changed after it was read")));
}

TEST(PatchTest, IsNotAppliedToAShorterText) {
  Fix F{0, {}};
  llvm::cantFail(F.Edits["/a.c"].add(Replacement("/a.c", 4, 3, "new")));
  const Patch Edits = Patch::of({&F});
  EXPECT_EQ(llvm::cantFail(Edits.apply("/a.c", "    old")), "    new");
  llvm::Expected<std::string> After = Edits.apply("/a.c", "    ol");
  ASSERT_FALSE(After);
  EXPECT_THAT(llvm::toString(After.takeError()), HasSubstr("is shorter"));
}

} // namespace
