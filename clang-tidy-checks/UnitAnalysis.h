// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_UNITANALYSIS_H
#define IMMORTAL_TIDY_CHECKS_UNITANALYSIS_H

#include "Freshness/Calls.h"
#include "Freshness/Freshness.h"
#include "JudgeOptions.h"
#include "Source/UserCode.h"

namespace immortal::tidy {

/// What is known about one translation unit. Checks that run together with the
/// same options share one, so that nothing is found out twice.
struct UnitAnalysis {
  /// The one that a check still holds, or a new one. Whoever asks keeps it
  /// until the translation unit ends, so that it never outlives the syntax
  /// tree.
  static std::shared_ptr<UnitAnalysis> of(clang::ASTContext &Context,
                                          clang::Preprocessor &PP,
                                          const JudgeOptions &Options);

  UnitAnalysis(clang::ASTContext &Context, clang::Preprocessor &PP,
               const JudgeOptions &Options);

  /// What the model files say; no rows without any.
  const capi::Model &rows() const;

  clang::ASTContext &Context;
  const JudgeOptions Options;
  const source::UserCode Code;
  /// What other calls do, by the same rows as the verdicts.
  const freshness::CallModel Model;
  freshness::Analysis Freshness;
};

} // namespace immortal::tidy

#endif
