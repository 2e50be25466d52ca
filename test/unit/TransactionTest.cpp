// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Transaction.h"
#include "Project/DurableFile.h"
#include "Project/Journal.h"
#include "Project/JournalLock.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <sys/wait.h>
#include <unistd.h>

using namespace immortal::project;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
namespace fs = llvm::sys::fs;

namespace {

/// A folder with a project in it, and one next to it that is somebody else's.
class Transactions : public testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> Folder, Real;
    ASSERT_FALSE(fs::createUniqueDirectory("transaction", Folder));
    ASSERT_FALSE(fs::real_path(Folder, Real));
    Outer = std::string(Real);
    Root = Outer + "/project";
    ASSERT_FALSE(fs::create_directories(Root + "/src"));
    ASSERT_FALSE(fs::create_directories(Outer + "/other"));
  }
  void TearDown() override { fs::remove_directories(Outer); }

  void put(llvm::StringRef Name, llvm::StringRef Text) const {
    (void)fs::remove(at(Name));
    ASSERT_FALSE(writeNewFile(at(Name), Text));
  }
  std::string get(llvm::StringRef Name) const {
    const auto Text = readBytes(at(Name));
    return Text ? *Text : "error: " + Text.getError().message();
  }
  std::string at(llvm::StringRef Name) const {
    return (Root + "/" + Name).str();
  }
  Change change(llvm::StringRef Name, llvm::StringRef After) const {
    return {at(Name), get(Name), After.str()};
  }
  /// What is in a folder, without what is in the folders in it.
  std::vector<std::string> names(llvm::StringRef Folder) const {
    std::vector<std::string> Names;
    std::error_code Failure;
    for (fs::directory_iterator It(Root + Folder, Failure), End;
         !Failure && It != End; It.increment(Failure))
      Names.push_back(llvm::sys::path::filename(It->path()).str());
    return Names;
  }
  static std::vector<std::string> texts(llvm::ArrayRef<Problem> Problems) {
    std::vector<std::string> Texts;
    for (const Problem &P : Problems)
      Texts.push_back(P.Text);
    return Texts;
  }

  std::string Outer, Root;
};

TEST_F(Transactions, WriteAllAndTakeAllBack) {
  put("a.c", "old a\n");
  put("src/b.c", "old b\n");
  const auto Outcome = writeChanges(
      Root, {change("a.c", "new a\n"), change("src/b.c", "new b")});
  EXPECT_THAT(Outcome.Problems, IsEmpty());
  EXPECT_THAT(Outcome.Written, ElementsAre(at("a.c"), at("src/b.c")));
  EXPECT_EQ(get("a.c"), "new a\n");
  EXPECT_EQ(get("src/b.c"), "new b");
  EXPECT_THAT(names("/src"), ElementsAre("b.c"));

  const auto Undone = undo(Root);
  EXPECT_THAT(Undone.Problems, IsEmpty());
  EXPECT_THAT(Undone.Written, ElementsAre(at("a.c"), at("src/b.c")));
  EXPECT_EQ(get("a.c"), "old a\n");
  EXPECT_EQ(get("src/b.c"), "old b\n");
  // Nothing is left of the journal.
  EXPECT_THAT(names(""), UnorderedElementsAre("a.c", "src"));
}

TEST_F(Transactions, KeepBytesAsTheyAre) {
  const std::string Before = "\xEF\xBB\xBF// caf\xE9\r\nint a;\n\f\r\n\r\nend";
  put("a.c", Before);
  const std::string After = Before + "\r\n\xFF";
  ASSERT_THAT(writeChanges(Root, {change("a.c", After)}).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), After);
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), Before);
}

TEST_F(Transactions, WriteNothingIfOneFileWasChangedSince) {
  put("a.c", "old a");
  put("b.c", "old b");
  const std::vector<Change> Changes = {change("a.c", "new a"),
                                       change("b.c", "new b")};
  put("b.c", "edited");
  const auto Outcome = writeChanges(Root, Changes);
  EXPECT_THAT(texts(Outcome.Problems),
              ElementsAre("was changed after it was analysed, so nothing is "
                          "written; run again"));
  EXPECT_EQ(Outcome.Problems[0].File, at("b.c"));
  EXPECT_THAT(Outcome.Written, IsEmpty());
  EXPECT_EQ(get("a.c"), "old a");
  EXPECT_EQ(get("b.c"), "edited");
  EXPECT_THAT(names(""), UnorderedElementsAre("a.c", "b.c", "src"));
}

TEST_F(Transactions, KeepPermissions) {
  for (const unsigned Mode : {0600U, 0644U, 0755U, 0664U}) {
    put("a.c", "old");
    ASSERT_FALSE(fs::setPermissions(at("a.c"), static_cast<fs::perms>(Mode)));
    ASSERT_THAT(writeChanges(Root, {change("a.c", "new")}).Problems, IsEmpty());
    EXPECT_EQ(*fs::getPermissions(at("a.c")), Mode);
    ASSERT_THAT(undo(Root).Problems, IsEmpty());
    EXPECT_EQ(*fs::getPermissions(at("a.c")), Mode);
  }
}

TEST_F(Transactions, WriteThroughLinks) {
  put("src/a.c", "old");
  ASSERT_FALSE(fs::create_link("src/a.c", at("link.c")));
  ASSERT_FALSE(fs::create_link("link.c", at("second.c")));
  ASSERT_THAT(writeChanges(Root, {change("second.c", "new")}).Problems,
              IsEmpty());
  EXPECT_EQ(get("src/a.c"), "new");
  EXPECT_TRUE(fs::is_symlink_file(at("link.c")));
  EXPECT_TRUE(fs::is_symlink_file(at("second.c")));
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("src/a.c"), "old");
  EXPECT_TRUE(fs::is_symlink_file(at("link.c")));
}

TEST_F(Transactions, WriteOneFileOnceWhateverItsNames) {
  put("src/a.c", "old");
  ASSERT_FALSE(fs::create_link("src", at("lib")));
  const auto Outcome =
      writeChanges(Root, {change("src/a.c", "new"), change("lib/a.c", "new"),
                          change("src/../lib/./a.c", "new")});
  EXPECT_THAT(Outcome.Problems, IsEmpty());
  EXPECT_THAT(Outcome.Written, ElementsAre(at("src/a.c")));
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("src/a.c"), "old");

  const auto Conflict = writeChanges(
      Root, {change("src/a.c", "new"), change("lib/a.c", "newer")});
  EXPECT_THAT(texts(Conflict.Problems),
              ElementsAre(HasSubstr("is the same file as")));
  EXPECT_EQ(get("src/a.c"), "old");
}

TEST_F(Transactions, LeaveOtherHardLinksAndSaySo) {
  put("../other/a.c", "old");
  ASSERT_FALSE(fs::create_hard_link(Outer + "/other/a.c", at("a.c")));
  const auto Outcome = writeChanges(Root, {change("a.c", "new")});
  EXPECT_THAT(Outcome.Problems, IsEmpty());
  EXPECT_THAT(texts(Outcome.Remarks),
              ElementsAre("has other names (hard links), which keep the text "
                          "before"));
  EXPECT_EQ(get("a.c"), "new");
  EXPECT_EQ(get("../other/a.c"), "old");
}

TEST_F(Transactions, NeverWriteOutsideOfTheProject) {
  put("../other/a.c", "old");
  ASSERT_FALSE(fs::create_link("../other/a.c", at("link.c")));
  ASSERT_FALSE(fs::create_link("../other", at("lib")));
  for (const llvm::StringRef Name : {"link.c", "lib/a.c", "../other/a.c"}) {
    const auto Outcome = writeChanges(Root, {change(Name, "new")});
    EXPECT_THAT(texts(Outcome.Problems),
                ElementsAre(HasSubstr("outside of the project")));
    EXPECT_EQ(get("../other/a.c"), "old");
  }
  Change New = {at("lib/new.c"), "", "new"};
  New.IsNew = true;
  EXPECT_THAT(texts(writeChanges(Root, {New}).Problems),
              ElementsAre(HasSubstr("outside of the project")));
  EXPECT_FALSE(fs::exists(Outer + "/other/new.c"));
  // A folder whose name only begins alike.
  ASSERT_FALSE(fs::create_directory(Root + "-more"));
  put("../project-more/a.c", "old");
  EXPECT_THAT(
      texts(
          writeChanges(Root, {change("../project-more/a.c", "new")}).Problems),
      ElementsAre(HasSubstr("outside of the project")));
}

TEST_F(Transactions, MakeFilesAndRemoveThem) {
  Change New = {at("src/new.h"), "", "text\n"};
  New.IsNew = true;
  ASSERT_THAT(writeChanges(Root, {New}).Problems, IsEmpty());
  EXPECT_EQ(get("src/new.h"), "text\n");
  EXPECT_THAT(texts(writeChanges(Root, {New}).Problems),
              ElementsAre(HasSubstr("exists, and is not overwritten")));
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_THAT(names("/src"), IsEmpty());

  ASSERT_THAT(writeChanges(Root, {New}).Problems, IsEmpty());
  put("src/new.h", "edited");
  EXPECT_THAT(texts(undo(Root).Problems),
              ElementsAre(HasSubstr("was edited after the run that made it")));
  EXPECT_EQ(get("src/new.h"), "edited");
}

TEST_F(Transactions, RefuseToUndoAnEditedFile) {
  put("a.c", "old a");
  put("b.c", "old b");
  put("c.c", "old c");
  ASSERT_THAT(
      writeChanges(Root, {change("a.c", "new a"), change("b.c", "new b"),
                          change("c.c", "new c")})
          .Problems,
      IsEmpty());
  put("a.c", "edited");
  ASSERT_FALSE(fs::remove(at("c.c")));
  const auto Undone = undo(Root);
  EXPECT_THAT(texts(Undone.Problems),
              ElementsAre(HasSubstr("was edited after the run"),
                          HasSubstr("was removed after the run")));
  EXPECT_THAT(Undone.Written, ElementsAre(at("b.c")));
  EXPECT_EQ(get("a.c"), "edited");
  EXPECT_EQ(get("b.c"), "old b");

  // The message says where the text before is; with it the undo completes.
  EXPECT_THAT(Undone.Problems[0].Text,
              HasSubstr(at(".immortal-migrate/run-1/0")));
  put("a.c", get(".immortal-migrate/run-1/0"));
  put("c.c", get(".immortal-migrate/run-1/2"));
  EXPECT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), "old a");
  EXPECT_FALSE(fs::exists(at(".immortal-migrate")));
}

TEST_F(Transactions, UndoOneRunAfterTheOther) {
  put("a.c", "1");
  ASSERT_THAT(writeChanges(Root, {change("a.c", "2")}).Problems, IsEmpty());
  ASSERT_THAT(writeChanges(Root, {change("a.c", "3")}).Problems, IsEmpty());
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), "2");
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), "1");
  EXPECT_THAT(texts(undo(Root).Problems),
              ElementsAre(HasSubstr("nothing to undo")));
}

TEST_F(Transactions, BelieveNoJournalThatLeadsOut) {
  put("../other/a.c", "new");
  put("a.c", "new");
  for (const llvm::StringRef Path : {"../other/a.c", "src/../../other/a.c",
                                     "/etc/passwd", ".immortal-migrate/lock"}) {
    ASSERT_FALSE(fs::create_directories(at(".immortal-migrate/run-1")));
    put(".immortal-migrate/run-1/done", "");
    put(".immortal-migrate/run-1/replacing", "");
    put(".immortal-migrate/run-1/0", "evil");
    put(".immortal-migrate/run-1/journal.json",
        R"({"version":1,"files":[{"path":")" + Path.str() + R"(","before":")" +
            fingerprint("evil") + R"(","after":")" + fingerprint("new") +
            "\"}]}");
    EXPECT_THAT(texts(undo(Root).Problems),
                ElementsAre(HasSubstr("not a journal of immortal-migrate")));
    EXPECT_EQ(get("../other/a.c"), "new");
  }
}

TEST_F(Transactions, BelieveNoDamagedJournal) {
  put("a.c", "new");
  for (
      const llvm::StringRef Text :
      {"", "[]", R"({"version":2,"files":[]})", R"({"version":1})",
       R"({"version":1,"files":[{"before":"","after":""}]})",
       R"({"version":1,"files":[{"path":{"hex":"x"},"before":"","after":""}]})",
       R"({"version":1,"files":[{"path":1,"before":"","after":""}]})"}) {
    ASSERT_FALSE(fs::create_directories(at(".immortal-migrate/run-1")));
    put(".immortal-migrate/run-1/done", "");
    put(".immortal-migrate/run-1/journal.json", Text);
    EXPECT_EQ(undo(Root).Problems.size(), 1U) << Text.str();
    EXPECT_EQ(get("a.c"), "new");
  }
}

TEST_F(Transactions, PutNothingBackFromADamagedText) {
  put("a.c", "old");
  ASSERT_THAT(writeChanges(Root, {change("a.c", "new")}).Problems, IsEmpty());
  put(".immortal-migrate/run-1/0", "ol");
  EXPECT_THAT(texts(undo(Root).Problems),
              ElementsAre(HasSubstr("the text before is lost or damaged")));
  EXPECT_EQ(get("a.c"), "new");
  put(".immortal-migrate/run-1/0", "old");
  EXPECT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), "old");
}

TEST_F(Transactions, WriteNothingUntilAnInterruptedRunIsTakenBack) {
  put("a.c", "old");
  ASSERT_THAT(writeChanges(Root, {change("a.c", "new")}).Problems, IsEmpty());
  ASSERT_FALSE(fs::remove(at(".immortal-migrate/run-1/done")));
  EXPECT_THAT(texts(writeChanges(Root, {change("a.c", "newer")}).Problems),
              ElementsAre(HasSubstr("an earlier run was interrupted")));
  EXPECT_EQ(get("a.c"), "new");
  EXPECT_THAT(recover(Root).Problems, IsEmpty());
  EXPECT_EQ(get("a.c"), "old");
  EXPECT_THAT(writeChanges(Root, {change("a.c", "newer")}).Problems, IsEmpty());
}

// Locks are the process's, so another one asks.
TEST_F(Transactions, WriteNothingWhileAnotherRunWrites) {
  put("a.c", "old");
  const auto Asked = [&] {
    const auto Outcome = writeChanges(Root, {change("a.c", "new")});
    return Outcome.Problems.empty() ? "none" : Outcome.Problems[0].Text;
  };
  const JournalLock Mine(Root);
  ASSERT_FALSE(Mine.failure());
  int Ends[2];
  ASSERT_EQ(::pipe(Ends), 0);
  ASSERT_EQ(std::fflush(nullptr), 0);
  const pid_t Other = ::fork();
  if (Other == 0) {
    const std::string Text = Asked();
    std::ignore = ::write(Ends[1], Text.data(), Text.size());
    std::exit(0);
  }
  ::close(Ends[1]);
  std::string Text(512, '\0');
  Text.resize(std::max<ssize_t>(::read(Ends[0], Text.data(), Text.size()), 0));
  ::close(Ends[0]);
  ASSERT_EQ(::waitpid(Other, nullptr, 0), Other);
  EXPECT_THAT(Text, HasSubstr("another immortal-migrate is writing"));
  EXPECT_EQ(get("a.c"), "old");
}

TEST_F(Transactions, KeepNoJournalBehindALink) {
  put("a.c", "old");
  ASSERT_FALSE(fs::create_link("../other", at(".immortal-migrate")));
  EXPECT_THAT(texts(writeChanges(Root, {change("a.c", "new")}).Problems),
              ElementsAre(HasSubstr("is a link or no folder")));
  EXPECT_EQ(get("a.c"), "old");
  EXPECT_THAT(names("/../other"), IsEmpty());
}

TEST_F(Transactions, UndoNothingBehindALinkThatCameSince) {
  put("src/a.c", "old");
  ASSERT_THAT(writeChanges(Root, {change("src/a.c", "new")}).Problems,
              IsEmpty());
  ASSERT_FALSE(fs::rename(Root + "/src", Outer + "/moved"));
  ASSERT_FALSE(fs::create_link("../moved", at("src")));
  EXPECT_THAT(texts(undo(Root).Problems),
              ElementsAre(HasSubstr("a link has come into its path")));
  EXPECT_EQ(get("../moved/a.c"), "new");
}

TEST_F(Transactions, WorkWithNamesThatAreNoText) {
  put("caf\xE9.c", "old");
  ASSERT_THAT(writeChanges(Root, {change("caf\xE9.c", "new")}).Problems,
              IsEmpty());
  EXPECT_EQ(get("caf\xE9.c"), "new");
  ASSERT_THAT(undo(Root).Problems, IsEmpty());
  EXPECT_EQ(get("caf\xE9.c"), "old");
}

TEST_F(Transactions, WriteNothingWithoutChanges) {
  EXPECT_THAT(writeChanges(Root, {}).Problems, IsEmpty());
  EXPECT_THAT(recover(Root).Problems, IsEmpty());
  EXPECT_THAT(names(""), ElementsAre("src"));
}

} // namespace
