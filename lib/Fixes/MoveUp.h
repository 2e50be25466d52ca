// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_MOVEUP_H
#define IMMORTAL_TIDY_FIXES_MOVEUP_H

#include "CAPI/Functions.h"
#include "Fixes/CallRewrite.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace immortal::fixes {

/// A statement that makes an object immortal too late.
struct LateCall {
  /// The statement, its block, and the function around it.
  const clang::Stmt &Statement;
  const clang::CompoundStmt &Block;
  const clang::FunctionDecl &Function;
  /// The variable that is its argument.
  const clang::VarDecl &Object;
  /// The test of the new object for NULL, a statement of the block too, behind
  /// which the call would be right.
  const clang::IfStmt &Test;
  /// What to write there.
  std::string NewText;
};

/// What a call does to its argument of that number.
using EffectOnArgument =
    llvm::function_ref<capi::Effect(const clang::CallExpr &, unsigned)>;

/// The edits that move \p Late up to directly behind the test; empty unless it
/// is sure that the code in between does the same with an object that is
/// immortal, and only leaves when something failed.
Edits moveBehindTest(const LateCall &Late, const clang::ASTContext &Context,
                     EffectOnArgument Effects);

} // namespace immortal::fixes

#endif
