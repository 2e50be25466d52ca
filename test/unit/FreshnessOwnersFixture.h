// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_TEST_UNIT_FRESHNESSOWNERSFIXTURE_H
#define IMMORTAL_TIDY_TEST_UNIT_FRESHNESSOWNERSFIXTURE_H

#include "FreshnessFixture.h"

namespace immortal::freshness::testing {

/// Runs cases about C++ owners; the classes that they use are in
/// FreshnessOwnersFixture.cpp. A case is the body of a function, and what is
/// said about the calls in it.
class OwnersTest : public FreshnessTest {
protected:
  void check(llvm::ArrayRef<Case> Cases);
};

/// The Pythons that owners are tried with.
inline auto pythonsForOwners() {
  return ::testing::Combine(::testing::Values("3.12", "3.14", "3.15", "3.15t"),
                            ::testing::Values(Language::CXX));
}

} // namespace immortal::freshness::testing

#endif
