// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Version.h"
#include "gtest/gtest.h"

using namespace immortal::capi;

namespace {

TEST(Versions, AreRead) {
  EXPECT_EQ(parseVersion("3.13"), 0x030D00F0U);
  EXPECT_EQ(parseVersion("3.13.2"), 0x030D02F0U);
  EXPECT_EQ(parseVersion("3.15.0a7"), 0x030F00A7U);
  EXPECT_EQ(parseVersion("3.15.0b1"), 0x030F00B1U);
  EXPECT_EQ(parseVersion("3.15.0rc2"), 0x030F00C2U);
}

TEST(Versions, AreNothingElse) {
  for (const char *Text :
       {"", "3", "3.", "x", "3.x", "3.300", "3.13.", "3.13.x", "3.13.300",
        "3.15.0a", "3.15.0a16", "3.15.0c1", "3.15.0a7 ", "3.15.0final"})
    EXPECT_EQ(parseVersion(Text), std::nullopt) << Text;
}

} // namespace
