// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_BUILDCOREREPORT_H
#define IMMORTAL_TIDY_CHECKS_BUILDCOREREPORT_H

#include "CAPI/BuildCore.h"
#include "Finding.h"
#include "Source/BuildCoreUse.h"
#include "Source/InternalUses.h"
#include <optional>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace immortal::tidy {

/// What the report of cpython-py-build-core depends on besides the code.
struct BuildCoreOptions {
  /// The oldest Python that the project supports; the first one with immortal
  /// objects unless the user says otherwise.
  capi::Version MinimumPython = capi::py(3, 12);
  /// Whether another check in the same run replaces what is spelled at a place.
  std::function<bool(clang::SourceLocation)> IsRewritten;
};

/// What cpython-py-build-core says about one translation unit: one warning for
/// each file that defines Py_BUILD_CORE and one for the command line; what they
/// are needed for is said once, below the first.
class BuildCoreReport {
public:
  /// \p User outlives the report.
  BuildCoreReport(clang::ASTContext &Context, clang::Preprocessor &PP,
                  const source::UserCode &User,
                  const source::SkippedRanges &Skipped,
                  BuildCoreOptions Options);

  std::vector<Finding> run();

private:
  /// What all findings of the translation unit have in common.
  enum class Need : uint8_t { Internals, Rewritten, Nothing, Unknown };

  void addDefinitions();
  void addIncludesAlone();
  void add(clang::SourceLocation Loc, std::string Subject);
  void addGenerated(clang::SourceLocation Loc, llvm::StringRef Generator,
                    llvm::StringRef What);
  Finding *findingIn(clang::SourceLocation Loc);
  Need computeNeed() const;
  bool needsMacro(const source::InternalName &Name) const;
  bool isRewritten(const source::InternalName &Name) const;
  void complete(Finding &F, bool IsFirst);
  void noteIncludes(Finding &F) const;
  void noteNames(Finding &F) const;
  void noteEffects(Finding &F) const;
  bool applies(const capi::BuildCoreEffect &Effect,
               clang::SourceLocation &Place) const;
  clang::SourceLocation firstUseOf(llvm::StringRef Macro) const;

  // BuildCoreRemoval.cpp: the fix, or why there is none.
  void addFix(Finding &F) const;
  std::optional<freshness::WitnessStep> obstacle(const Finding &F) const;
  std::optional<freshness::WitnessStep>
  obstacleInOtherFiles(const Finding &F) const;
  std::optional<freshness::WitnessStep> obstacleInNames() const;

  clang::ASTContext &Context;
  const clang::SourceManager &SM;
  const BuildCoreOptions Options;
  const source::UserCode &User;
  const source::SkippedCode Skipped;
  mutable source::LexedFiles Files;
  const source::InternalHeaders Headers;
  const source::BuildCoreUse Use;
  const source::InternalUses Uses;
  const Need Needed;
  std::vector<Finding> Findings;
};

} // namespace immortal::tidy

#endif
