// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_RESULTUSE_H
#define IMMORTAL_TIDY_SOURCE_RESULTUSE_H

#include "clang/AST/Expr.h"

namespace clang {
class ASTContext;
class FunctionDecl;
class ParentMap;
} // namespace clang

namespace immortal::source {

/// For which results a condition is true, of the three kinds that differ here.
struct TruthByResult {
  bool Negative = true;
  bool Zero = false;
  bool Positive = true;
};

/// What a function does with the result of a call.
struct ResultUse {
  enum Kind : uint8_t {
    /// Nothing.
    Discarded,
    /// It says that it does nothing: a cast to void.
    Ignored,
    /// It is stored in a variable that nothing reads.
    StoredOnly,
    /// It decides which way to go.
    Tested,
    /// Anything else: returned, passed on, stored elsewhere.
    Used,
  } How = Used;

  /// If discarded or ignored: the call with all that is around it, a statement.
  const clang::Stmt *Statement = nullptr;
  /// If Statement is one of a block's, and no more than the call: that block.
  const clang::CompoundStmt *Block = nullptr;

  /// If stored first: the variable.
  const clang::VarDecl *Variable = nullptr;
  /// If tested: the `if` or `?:`, the part of its condition that looks at the
  /// result alone, and when that part is true.
  const clang::Stmt *Owner = nullptr;
  const clang::Expr *Test = nullptr;
  TruthByResult Truth;

  /// If tested: what runs when the condition is \p Value; nullptr if nothing
  /// does.
  const clang::Stmt *branch(bool Value) const;
};

/// What the body of \p Function does with the result of \p Call.
ResultUse useOfResult(const clang::CallExpr &Call,
                      const clang::FunctionDecl &Function,
                      const clang::ASTContext &Context);

/// Whether \p E is a result that says "failed" in the C API: NULL, a negative
/// number, false, a call that always returns NULL.
bool isFailureValue(const clang::Expr &E, const clang::ASTContext &Context);

/// Whether \p Branch, a statement or an expression, is what is done on failure:
/// it returns a failure, goes to a label, throws, or never comes back.
bool isFailureBranch(const clang::Stmt &Branch,
                     const clang::ASTContext &Context);

} // namespace immortal::source

#endif
