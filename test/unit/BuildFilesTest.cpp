// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/BuildFiles.h"
#include "Project/Shard.h"
#include "ScratchFolder.h"
#include <gtest/gtest.h>

using namespace immortal::project;

namespace {

/// A name for each row of BuildFiles.def, how the macro is given to the
/// compiler there, and how it only stands there.
struct Case {
  const char *Name, *Gives, *Mentions;
};

class BuildFileTest : public testing::TestWithParam<Case> {};

TEST_P(BuildFileTest, FindsWhatIsGivenToTheCompiler) {
  const Case &Of = GetParam();
  const std::string Text = std::string("x\n") + Of.Gives + "\n";
  ASSERT_EQ(buildCoreIn(Of.Name, Text).size(), 1U) << Of.Gives;
  EXPECT_EQ(buildCoreIn(Of.Name, Text)[0], Text.find("Py_BUILD_CORE"));
}

TEST_P(BuildFileTest, LeavesWhatOnlyStandsThere) {
  const Case &Of = GetParam();
  EXPECT_TRUE(buildCoreIn(Of.Name, Of.Mentions).empty()) << Of.Mentions;
}

TEST_P(BuildFileTest, LeavesOtherNamesAndLines) {
  const Case &Of = GetParam();
  const std::string Text = Of.Gives;
  const auto Replace = [&](const std::string &By) {
    std::string Other = Text;
    return Other.replace(Other.find("Py_BUILD_CORE"), 13, By);
  };
  EXPECT_TRUE(buildCoreIn(Of.Name, Replace("Py_BUILD_COREY")).empty());
  EXPECT_TRUE(buildCoreIn(Of.Name, Replace("MyPy_BUILD_CORE")).empty());
  EXPECT_FALSE(buildCoreIn(Of.Name, Replace("Py_BUILD_CORE_MODULE")).empty());
  EXPECT_TRUE(buildCoreIn(Of.Name, Text + " # NOLINT").empty());
  EXPECT_TRUE(
      buildCoreIn(Of.Name, "# CMAKE generated file: DO NOT EDIT!\n" + Text)
          .empty());
  EXPECT_TRUE(buildCoreIn("notes.txt", Text).empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, BuildFileTest,
    testing::Values(
        Case{"setup.py", "  define_macros=[('Py_BUILD_CORE', '1')],",
             "  # define_macros=[('Py_BUILD_CORE', '1')],"},
        Case{"setup.py", "flags = ['#', \"-DPy_BUILD_CORE=1\"]",
             "Extension('m', undef_macros=['Py_BUILD_CORE'])"},
        Case{"setup.cfg", "define = Py_BUILD_CORE", "; define = Py_BUILD_CORE"},
        Case{"setup.cfg", "define = A;Py_BUILD_CORE",
             "  # define = Py_BUILD_CORE"},
        Case{"pyproject.toml", "define-macros = [[\"Py_BUILD_CORE\", \"1\"]]",
             "define-macros = [] # [\"Py_BUILD_CORE\", \"1\"]"},
        Case{"meson.build", "add_project_arguments('-DPy_BUILD_CORE')",
             "c_args = []  # '-DPy_BUILD_CORE'"},
        Case{"CMakeLists.txt",
             "target_compile_definitions(m PRIVATE Py_BUILD_CORE)",
             "remove_definitions(-DPy_BUILD_CORE)"},
        Case{"python.cmake", "add_definitions(\"-DPy_BUILD_CORE=1\")",
             "# add_definitions(-DPy_BUILD_CORE=1)"},
        Case{"Makefile", "CFLAGS += -DPy_BUILD_CORE",
             "CFLAGS = -O2 # -DPy_BUILD_CORE"},
        Case{"makefile", "\tcc '-DPy_BUILD_CORE' m.c", "\t# -DPy_BUILD_CORE"},
        Case{"GNUmakefile", "CFLAGS += -DPy_BUILD_CORE",
             "# CFLAGS += -DPy_BUILD_CORE"},
        Case{"flags.mk", "A = \\#; B = -DPy_BUILD_CORE",
             "A = 'x # -DPy_BUILD_CORE'"},
        Case{"BUILD", "defines = [\"Py_BUILD_CORE\"],",
             "# defines = [\"Py_BUILD_CORE\"],"},
        Case{"BUILD.bazel", "copts = ['-DPy_BUILD_CORE'],",
             "copts = [], # '-DPy_BUILD_CORE'"},
        Case{"rules.bzl", "local_defines = [\"Py_BUILD_CORE\"]",
             "local_defines = [] # Py_BUILD_CORE"}));

TEST(BuildFiles, AreThoseOfTheProject) {
  ScratchFolder Folder;
  Folder.write("home/Makefile", "");
  Folder.write("home/project/setup.py", "");
  Folder.write("home/project/cmake/python.cmake", "");
  Folder.write("home/project/.venv/setup.py", "");
  Folder.write("home/project/env/pyvenv.cfg", "");
  Folder.write("home/project/env/setup.py", "");
  Folder.write("home/project/src/deep/a.c", "");
  Folder.write("home/project/src/meson.build", "");
  const std::vector<std::string> Sources = {
      Folder.path("home/project/src/deep/a.c")};
  EXPECT_EQ(
      findBuildFiles(Folder.path("home/project"), Sources),
      (std::vector<std::string>{Folder.path("home/project/cmake/python.cmake"),
                                Folder.path("home/project/setup.py"),
                                Folder.path("home/project/src/meson.build")}));
  // Without one of its own, the root is no project.
  EXPECT_EQ(findBuildFiles(Folder.path("home/project/src/deep"), Sources),
            std::vector<std::string>());
}

TEST(Shards, AreDisjointAndComplete) {
  unsigned Seen[3] = {};
  for (unsigned I = 0; I < 300; ++I) {
    Unit What;
    What.File = "/home/project/src/file" + std::to_string(I) + ".c";
    unsigned Owners = 0;
    for (unsigned Index = 1; Index <= 3; ++Index)
      if (ShardNumber{Index, 3}.has(What, "/home/project")) {
        ++Owners;
        ++Seen[Index - 1];
        // Neither the configuration nor the folder's place decides.
        Unit Other = What;
        Other.Configuration = 7;
        Other.File = "/else/src/file" + std::to_string(I) + ".c";
        EXPECT_TRUE((ShardNumber{Index, 3}.has(Other, "/else")));
      }
    EXPECT_EQ(Owners, 1U);
  }
  for (const unsigned Count : Seen)
    EXPECT_GT(Count, 60U);
}

TEST(Shards, AreWrittenAsTwoNumbers) {
  EXPECT_EQ(llvm::cantFail(parseShard("2/8")).Index, 2U);
  for (const llvm::StringRef Wrong : {"0/2", "3/2", "1", "a/b", "1/0", "-1/2"})
    EXPECT_TRUE(llvm::StringRef(llvm::toString(parseShard(Wrong).takeError()))
                    .contains("--shard 1/4"))
        << Wrong.str();
}

} // namespace
