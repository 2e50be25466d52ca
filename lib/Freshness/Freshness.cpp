// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Freshness.h"

namespace immortal::freshness {

Analysis::Analysis(clang::ASTContext &Context, const Options &Opts) {}

Verdict Analysis::judge(const clang::FunctionDecl &Function,
                        const clang::Expr &Call, const clang::Expr &Object) {
  return {};
}

} // namespace immortal::freshness
