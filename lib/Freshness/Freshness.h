// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FRESHNESS_H
#define IMMORTAL_TIDY_FRESHNESS_FRESHNESS_H

#include "CAPI/Version.h"
#include "Freshness/Verdict.h"

namespace clang {
class ASTContext;
class Expr;
class FunctionDecl;
} // namespace clang

namespace immortal::freshness {

/// What the verdicts are for.
struct Options {
  /// The oldest and newest Python whose behaviour must hold.
  capi::Version MinimumPython = capi::py(3, 12);
  capi::Version MaximumPython = capi::NewestKnown;
  bool ForGIL = true;
  bool ForFreeThreaded = true;
};

/// Judges calls that make objects immortal, function by function, on demand.
/// A function without such a call costs nothing.
class Analysis {
public:
  Analysis(clang::ASTContext &Context, const Options &Opts);

  /// The verdict for \p Object, the argument of \p Call (the whole call
  /// expression) in the body of \p Function.
  Verdict judge(const clang::FunctionDecl &Function, const clang::Expr &Call,
                const clang::Expr &Object);
};

} // namespace immortal::freshness

#endif
