// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_TEST_UNIT_FRESHNESSFIXTURE_H
#define IMMORTAL_TIDY_TEST_UNIT_FRESHNESSFIXTURE_H

#include "FreshnessHarness.h"

namespace immortal::freshness::testing {

/// A function body, and what is said about the calls in it. `p`, `q` and `r`
/// are PyObject pointers without a value, `arg`, `st` and `n` parameters; the
/// rest is in FreshnessFixture.cpp.
struct Case {
  const char *Body;
  const char *Expected;
};

/// Functions: the name of one, and what is said about the calls in it.
struct Unit {
  const char *Name;
  const char *Code;
  const char *Expected;
};

/// Runs cases with the headers of one Python, as C or C++: they all must agree.
class FreshnessTest
    : public ::testing::TestWithParam<std::tuple<const char *, Language>> {
protected:
  void check(llvm::ArrayRef<Case> Cases, const Options &Opts = {},
             const char *MoreDeclarations = "");
  void check(llvm::ArrayRef<Unit> Units, const Options &Opts = {});

  /// Everything that the cases use, then \p Code; nullptr without headers.
  std::unique_ptr<clang::ASTUnit> parseWithDeclarations(llvm::StringRef Code);
};

/// All provided Pythons, twice.
inline auto allPythons() {
  return ::testing::Combine(::testing::Values("3.9", "3.10", "3.11", "3.12",
                                              "3.13", "3.14", "3.15", "3.13t",
                                              "3.15t", "3.15d"),
                            ::testing::Values(Language::C, Language::CXX));
}

std::string
nameOfPython(const ::testing::TestParamInfo<FreshnessTest::ParamType> &Info);

} // namespace immortal::freshness::testing

#endif
