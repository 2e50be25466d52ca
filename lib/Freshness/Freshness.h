// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FRESHNESS_H
#define IMMORTAL_TIDY_FRESHNESS_FRESHNESS_H

#include "CAPI/ModelFile.h"
#include "CAPI/Version.h"
#include "Freshness/Verdict.h"
#include <memory>

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
  /// The user's own rows; nullptr for the built-in tables alone. Must outlive
  /// the analysis.
  const capi::Model *Rows = nullptr;
};

/// Judges calls that make objects immortal, function by function, on demand.
/// A function without such a call costs nothing.
///
/// Linear in the size of the function: of its CFG only the variables are looked
/// at whose values may reach the object, and no more than
/// Propagation::MaxPlaces and Propagation::MaxOrigins of them; functions of
/// more than MaxBlocks basic blocks are not looked at. What is beyond these
/// limits is judged as unknown.
class Analysis {
public:
  static constexpr unsigned MaxBlocks = 100000;

  Analysis(clang::ASTContext &Context, const Options &Opts);
  ~Analysis();

  /// The verdict for \p Object, the argument of \p Call (the whole call
  /// expression) in the body of \p Function.
  Verdict judge(const clang::FunctionDecl &Function, const clang::Expr &Call,
                const clang::Expr &Object);

private:
  class Implementation;
  std::unique_ptr<Implementation> Impl;
};

} // namespace immortal::freshness

#endif
