// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_SUMMARIES_H
#define IMMORTAL_TIDY_FRESHNESS_SUMMARIES_H

#include "Freshness/Calls.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace immortal::freshness {

class FunctionAnalysis;

/// What functions that are defined in this translation unit do, found by
/// analysing them when they are first called.
///
/// Recursion, and what is beyond the limits, ends in not knowing.
class Summaries {
public:
  /// Calls deeper than this are not followed.
  static constexpr unsigned MaxDepth = 5;
  /// Larger functions are not summarised.
  static constexpr unsigned MaxBlocks = 1000;
  /// No more is summarised in one translation unit.
  static constexpr unsigned MaxBlocksInAll = 50000;

  Summaries(clang::ASTContext &Context, CallModel &Calls)
      : Context(Context), Calls(Calls) {}

  /// The effects on parameters, as if they were arguments; nullptr if nothing
  /// is known.
  const CallEffects *of(const clang::FunctionDecl &Callee);

private:
  std::unique_ptr<CallEffects> compute(const clang::FunctionDecl &Callee);

  clang::ASTContext &Context;
  CallModel &Calls;
  unsigned Depth = 0;
  unsigned BlocksInAll = 0;
  /// Null while a function is being summarised, and for those of which nothing
  /// is known.
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<CallEffects>>
      Known;
};

/// Whether code that is not known runs, or memory is written, or an object that
/// memory leads to is counted.
bool isQuiet(const FunctionAnalysis &Body);

} // namespace immortal::freshness

#endif
