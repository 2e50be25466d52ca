// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_UNITCHECK_H
#define IMMORTAL_TIDY_CHECKS_UNITCHECK_H

#include "Finding.h"
#include "Source/SkippedRanges.h"
#include "UnitAnalysis.h"

namespace immortal::tidy {

/// Set by immortal-clangd: editors call a fix of a note what the note says, and
/// a fix of a warning what its edits look like. So where several ways make
/// sense each is a note; clang-tidy --fix wants the first one at the warning.
inline constexpr llvm::StringLiteral NamesFixesOption = "NamesFixes";

/// A check that looks at a translation unit as a whole, by a traversal of its
/// own which most files never need: what all our checks have in common.
class UnitCheck : public clang::tidy::ClangTidyCheck {
public:
  UnitCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override { Unit.reset(); }

protected:
  /// Looks at the whole translation unit.
  virtual void checkUnit(clang::ASTContext &Context) = 0;

  /// Emits the warning, its notes and its fix.
  void print(const Finding &F);

  /// Says that an option has a value that cannot be.
  void reportOption(const llvm::Twine &Wrong);

  clang::Preprocessor &preprocessor() const { return *PP; }
  const source::SkippedRanges &skipped() const { return *Skipped; }
  /// Within checkUnit().
  const std::shared_ptr<UnitAnalysis> &unit() const { return Unit; }

  const JudgeOptions Judging;

private:
  const bool NamesFixes;
  clang::Preprocessor *PP = nullptr;
  std::shared_ptr<UnitAnalysis> Unit;
  std::shared_ptr<source::SkippedRanges> Skipped;
};

} // namespace immortal::tidy

#endif
