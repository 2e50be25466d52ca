// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/BareCounts.h"
#include <gtest/gtest.h>

using namespace immortal::source;

namespace {

bool mayInitialize(const std::vector<std::string> &Texts) {
  std::vector<BareCounts> Found;
  for (const std::string &Text : Texts)
    Found.push_back(bareCountsIn(Text));
  std::vector<const BareCounts *> Files;
  for (const BareCounts &File : Found)
    Files.push_back(&File);
  return mayInitializeCount(Files);
}

TEST(BareCounts, SeesHugeNumbersInInitializers) {
  for (const std::string Value :
       {"999999999", "0x3fffffff", "4294967295u", "1 << 30", "1UL<<30", "~0u",
        "(uint32_t)-1", "-1u", "1000 * 1000 * 1000", "UINT32_MAX", "1e9",
        "1'000'000'000", "(1 << N)", "0xFFFFFFFF >> 1"}) {
    EXPECT_TRUE(mayInitialize({"static PyObject o = {" + Value + ", &T};\n"}))
        << Value;
    EXPECT_TRUE(mayInitialize(
        {("namespace n { PyObject o[2]{{" + Value + ", &T}}; }\n")}))
        << Value;
  }
}

TEST(BareCounts, LeavesOrdinaryInitializersAlone) {
  for (const std::string Value :
       {"1", "-1", "999999998", "1 << 3", "1024 * 1024", "0.5f", "'a'",
        "\"999999999\"", "(PyCFunction)f", "(char *)0", "A | B", "NULL"})
    EXPECT_FALSE(mayInitialize({"static PyObject o = {" + Value + ", &T};\n"}))
        << Value;
}

TEST(BareCounts, LeavesFunctionsTypesAndComparisonsAlone) {
  EXPECT_FALSE(mayInitialize({"unsigned f(unsigned x) {\n"
                              "  static unsigned t[] = {0xffffffff, 1};\n"
                              "  return ~x;\n}\n"}));
  EXPECT_FALSE(mayInitialize({"enum Flags { A = 1, B = 0xffffffff };\n"}));
  EXPECT_FALSE(mayInitialize({"#if X > 0xffffffff\nint a[] = {1};\n#endif\n"}));
  EXPECT_FALSE(mayInitialize({"unsigned mask = 0xffffffff;\n"}));
}

TEST(BareCounts, FollowsNames) {
  const std::string Use = "PyObject o = {FOREVER, &T};\n";
  EXPECT_TRUE(mayInitialize({"#define FOREVER 0x3fffffff\n", Use}));
  EXPECT_TRUE(mayInitialize({"enum { FOREVER = 0x3fffffff };\n", Use}));
  EXPECT_TRUE(mayInitialize({"constexpr int FOREVER = 1 << 30;\n", Use}));
  EXPECT_TRUE(mayInitialize(
      {"#define FOREVER LONG_TIME\n", "#define LONG_TIME (~0u)\n", Use}));
  EXPECT_FALSE(mayInitialize({"#define FOREVER 12\n", Use}));
  EXPECT_FALSE(mayInitialize({"#define NEVER 0x3fffffff\n", Use}));
  EXPECT_FALSE(mayInitialize({Use}));
}

TEST(BareCounts, KeepsCountOfBracesInConditionals) {
  EXPECT_TRUE(mayInitialize({"#ifdef A\nint f(void) {\n#else\nint g(void) {\n"
                             "#endif\n  return 1;\n}\n"
                             "PyObject o = {0x3fffffff, &T};\n"}));
  EXPECT_FALSE(mayInitialize({"#ifdef A\nint f(void) {\n#else\nint g(void) {\n"
                              "#endif\n  int x[] = {0x3fffffff};\n}\n"}));
}

} // namespace
