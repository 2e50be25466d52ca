// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Prefilter.h"
#include "CAPI/BuildCore.h"
#include "CAPI/Immortalizers.h"
#include "CAPI/PrivateNames.h"
#include "CAPI/TriggerWords.h"
#include "ScratchFolder.h"
#include <gtest/gtest.h>

using namespace immortal;
using project::WordSearch;

namespace {

TEST(WordSearch, FindsWordsInsideOfWords) {
  const WordSearch Search({"mmortal", "ob_re", "MORTAL", "ob"});
  const auto Found = [&](llvm::StringRef Text) {
    std::vector<unsigned> Words;
    const llvm::BitVector Bits = Search.wordsIn(Text);
    for (const unsigned Word : Bits.set_bits())
      Words.push_back(Word);
    return Words;
  };
  EXPECT_EQ(Found("_Py_SetImmortal(o)"), (std::vector<unsigned>{0}));
  EXPECT_EQ(Found("mmmortal"), (std::vector<unsigned>{0}));
  EXPECT_EQ(Found("x.ob_refcnt"), (std::vector<unsigned>{1, 3}));
  EXPECT_EQ(Found("IMMORTAL"), (std::vector<unsigned>{2}));
  EXPECT_EQ(Found("mmorta l ob_\nre"), (std::vector<unsigned>{3}));
  EXPECT_EQ(Found(""), std::vector<unsigned>());
  EXPECT_EQ(Found(llvm::StringRef("\0\xff\0mmortal\xff", 11)),
            (std::vector<unsigned>{0}));
}

/// Every name of the tables has a trigger word: the check would find it.
TEST(TriggerWords, CoverTheTables) {
  const auto Covers = [](llvm::StringRef Name, capi::Topic About) {
    return llvm::any_of(capi::triggerWords(), [&](const auto &Word) {
      return Word.About == About && Name.contains(Word.Text);
    });
  };
  const auto Expect = [&](llvm::StringRef Name) {
    EXPECT_TRUE(Covers(Name, capi::Topic::Immortality)) << Name.str();
  };
  for (const auto &Row : capi::privateFunctions()) {
    Expect(Row.Name);
    if (!Row.Public.empty())
      Expect(Row.Public);
  }
  for (const auto &Row : capi::privateCounts())
    Expect(Row.Name);
  for (const auto &Row : capi::countSetters())
    Expect(Row.Name);
  for (const auto &Row : capi::immortalizers())
    Expect(Row.Name);
  for (const auto &Row : capi::immortalityTests())
    Expect(Row.Name);
  for (const auto &Row : capi::countFields())
    if (Row.Part == capi::FieldPart::Count ||
        Row.Part == capi::FieldPart::LocalCount)
      Expect(Row.Name);
  for (const llvm::StringRef Macro : capi::buildCoreMacros())
    EXPECT_TRUE(Covers(Macro, capi::Topic::BuildCore)) << Macro.str();
}

class PrefilterTest : public testing::Test {
protected:
  bool mayFind(const std::string &Source,
               const std::vector<std::string> &Flags = {}) {
    Folder.write("unit.c", Source);
    clang::tooling::CompileCommand Command;
    Command.Directory = Folder.path();
    Command.Filename = "unit.c";
    Command.CommandLine = {"clang", "-Ipython"};
    llvm::append_range(Command.CommandLine, Flags);
    Command.CommandLine.insert(Command.CommandLine.end(), {"-c", "unit.c"});
    project::Prefilter Filter;
    return Filter.mayFind(Command, Filter.inputsOf(Command));
  }

  void SetUp() override {
    // Python's own headers are full of trigger words.
    Folder.write("python/Python.h", "#include \"patchlevel.h\"\n"
                                    "#define _Py_IMMORTAL_REFCNT 1\n");
    Folder.write("python/patchlevel.h", "#define PY_VERSION_HEX 0x030F0000\n");
  }

  ScratchFolder Folder;
};

TEST_F(PrefilterTest, LooksAtTheSource) {
  EXPECT_FALSE(mayFind("#include <Python.h>\nint x;\n"));
  EXPECT_TRUE(mayFind("#include <Python.h>\nvoid f(PyObject *o) "
                      "{ _Py_SetImmortal(o); }\n"));
  EXPECT_TRUE(mayFind("#include <Python.h>\n#if 0\n_Py_SetImmortal(o);\n"
                      "#endif\n"));
  EXPECT_TRUE(
      mayFind("#include <Python.h>\n#define SET(x) _Py_##x##Immortal\n"));
}

TEST_F(PrefilterTest, LooksAtHeaders) {
  Folder.write("mine.h", "#include \"deep/er.h\"\n");
  Folder.write("deep/er.h", "#define KEEP(o) Py_SET_REFCNT(o, 1 << 30)\n");
  EXPECT_TRUE(mayFind("#include <Python.h>\n#include \"mine.h\"\n"));
  EXPECT_FALSE(mayFind("#include <Python.h>\n"));
  // What the preprocessor does not enter, the checks do not see.
  EXPECT_FALSE(mayFind("#include <Python.h>\n#if PY_VERSION_HEX < 0x030C0000\n"
                       "#include \"mine.h\"\n#endif\n"));
}

TEST_F(PrefilterTest, LeavesVendoredHeadersAlone) {
  Folder.write("pythoncapi_compat.h", "int PyUnstable_SetImmortal();\n");
  EXPECT_FALSE(
      mayFind("#include <Python.h>\n#include \"pythoncapi_compat.h\"\n"));
  EXPECT_TRUE(mayFind("#include <Python.h>\n#include \"pythoncapi_compat.h\"\n"
                      "void f(PyObject *o) { PyUnstable_SetImmortal(o); }\n"));
}

TEST_F(PrefilterTest, LooksAtTheCommand) {
  EXPECT_TRUE(mayFind("#include <Python.h>\n", {"-DPy_BUILD_CORE=1"}));
  EXPECT_TRUE(mayFind("#include <Python.h>\n", {"-D", "Py_BUILD_CORE_MODULE"}));
  const std::string Object = "#include <Python.h>\nPyObject o = {COUNT, 0};\n";
  EXPECT_TRUE(mayFind(Object, {"-DCOUNT=0x3fffffff"}));
  EXPECT_FALSE(mayFind(Object, {"-DCOUNT=3"}));
}

TEST_F(PrefilterTest, TakesWhatItCannotReadForFound) {
  EXPECT_TRUE(mayFind("#include <Python.h>\n#include \"missing.h\"\n"));
  EXPECT_TRUE(mayFind("int x;\n", {"@more-flags"}));
  EXPECT_TRUE(mayFind("int x;\n", {"-include-pch", "all.pch"}));
  EXPECT_FALSE(mayFind("int x;\n"));
}

} // namespace
