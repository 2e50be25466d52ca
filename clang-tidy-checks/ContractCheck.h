// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_CONTRACTCHECK_H
#define IMMORTAL_TIDY_CHECKS_CONTRACTCHECK_H

#include "Finding.h"
#include "ImmortalCalls.h"
#include <clang-tidy/ClangTidyCheck.h>

namespace immortal::tidy {

/// The option Builds: whose way of counting references must hold.
enum class Builds : uint8_t { Both, GIL, FreeThreaded };

/// What the checks of calls that make objects immortal have in common: the
/// options of the analysis, the calls, and how findings are printed.
class ContractCheck : public clang::tidy::ClangTidyCheck {
public:
  ContractCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override { Calls.reset(); }

protected:
  /// What is wrong with \p Call, if anything. A fix is left out where the file
  /// has errors.
  virtual std::optional<Finding> examine(ImmortalCalls &Calls,
                                         const ImmortalCall &Call) = 0;

  /// What else is wrong in the translation unit, besides calls.
  virtual std::vector<Finding> examineUnit(ImmortalCalls &Calls,
                                           const source::SkippedRanges &) {
    return {};
  }

private:
  void print(const Finding &F, const clang::SourceManager &SM);

  const std::string MinimumPythonText;
  const Builds ForBuilds;
  CallOptions CallOpts;
  clang::Preprocessor *PP = nullptr;
  std::shared_ptr<source::SkippedRanges> Skipped;
  std::shared_ptr<ImmortalCalls> Calls;
};

} // namespace immortal::tidy

template <> struct clang::tidy::OptionEnumMapping<immortal::tidy::Builds> {
  static llvm::ArrayRef<std::pair<immortal::tidy::Builds, llvm::StringRef>>
  getEnumMapping();
};

#endif
