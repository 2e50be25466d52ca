// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_TEST_UNIT_FRESHNESSHARNESS_H
#define IMMORTAL_TIDY_TEST_UNIT_FRESHNESSHARNESS_H

#include "Freshness/Freshness.h"
#include "clang/Frontend/ASTUnit.h"
#include "gtest/gtest.h"
#include <string>
#include <vector>

namespace immortal::freshness::testing {

enum class Language { C, CXX };

/// A Python whose headers the tests parse.
struct Headers {
  std::string Name;
  std::vector<std::string> Arguments;
};

/// The Python called \p Name ("3.15t") of build/pythons.json.
std::optional<Headers> findHeaders(llvm::StringRef Name);

/// Parses \p Code behind an include of Python.h; nullptr if it does not
/// compile, with a failure of the running test.
std::unique_ptr<clang::ASTUnit> parse(const Headers &Python, Language In,
                                      llvm::StringRef Code,
                                      bool AllowErrors = false);

/// The verdicts for all immortalizing calls in the function \p Name, in order,
/// as in "proven; never: borrowed".
std::string verdicts(clang::ASTUnit &AST, Analysis &Judge,
                     llvm::StringRef Name);

/// The Verdict for the only such call.
Verdict onlyVerdict(clang::ASTUnit &AST, Analysis &Judge, llvm::StringRef Name);

} // namespace immortal::freshness::testing

#endif
