// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZENOTFRESHCHECK_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZENOTFRESHCHECK_H

#include "ContractCheck.h"

namespace immortal::tidy {

/// Finds calls that make an object immortal that is not newly created and
/// uniquely referenced there, and moves them up to where it is.
///
/// Documentation: docs/checks/cpython-immortalize-not-fresh.md
class ImmortalizeNotFreshCheck : public ContractCheck {
public:
  static constexpr llvm::StringLiteral CheckName =
      "cpython-immortalize-not-fresh";
  /// In every text about a call of which it is not known whether it refuses,
  /// and in no other: what ReportUnknown switches on.
  static constexpr llvm::StringLiteral UnknownPhrase = " may refuse here: ";

  ImmortalizeNotFreshCheck(llvm::StringRef Name,
                           clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  std::optional<Finding> examine(ImmortalCalls &Calls,
                                 const ImmortalCall &Call) override;
  std::vector<Finding>
  examineUnit(ImmortalCalls &Calls,
              const source::SkippedRanges &Skipped) override;

private:
  /// Moves \p Call to where its object is created; empty if that is not known
  /// to be right, or for cpython-internal-immortalization to do.
  fixes::Edits moveUp(const ImmortalCalls &Calls, const ImmortalCall &Call,
                      const freshness::Verdict &V) const;

  const bool ReportUnknown;
  const bool RewritesPrivate;
};

} // namespace immortal::tidy

#endif
