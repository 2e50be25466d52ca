// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_OUTCOMES_H
#define IMMORTAL_TIDY_FRESHNESS_OUTCOMES_H

#include "Freshness/Calls.h"
#include "Freshness/Facts.h"
#include "clang/AST/Decl.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseSet.h"

namespace immortal::freshness {

/// Which way out of a block a call's success leads to, for calls that do on
/// success only what they do.
///
/// The condition at the block's end is computed with what the call may return:
/// it tells success from failure if all results of the one kind lead one way
/// and all of the other kind the other way. A variable stands for what was last
/// assigned to it, in the same block.
class Outcomes {
public:
  Outcomes(const clang::FunctionDecl &Function, const clang::CFG &Graph,
           const CallModel &Calls);

  /// A call, and the number of the block's successor that its success leads to;
  /// Fact::ReturnsDone if the function returns a negative number for a failure
  /// of the call, and another one for success.
  struct Tested {
    const clang::CallExpr *Call = nullptr;
    uint16_t SuccessEdge = 0;
  };
  /// The call that the way out of \p Block tells about; its Call is nullptr if
  /// there is none.
  Tested testedIn(const clang::CFGBlock &Block) const;

  /// Whether nobody looks at what \p Call returns: who does that counts on its
  /// success. A variable that is never read, or only to be released, is no
  /// look.
  bool isDiscarded(const clang::CallExpr &Call) const;

private:
  class Evaluation;

  void noteUses(const clang::Stmt &Of);
  void noteVariables(const clang::Stmt &In);
  void noteReads(const clang::Stmt &In);
  void noteStored(const clang::VarDecl *In, const clang::Expr *Value);

  const clang::ASTContext &Context;
  const CallModel &Calls;
  /// Expressions whose value goes somewhere.
  llvm::DenseSet<const clang::Stmt *> Used;
  /// Variables that something else than a plain read or write names.
  llvm::DenseSet<const clang::VarDecl *> Opaque;
  /// The variables that results go to, and how often variables are read for
  /// more than to be released.
  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> StoredIn;
  llvm::DenseMap<const clang::VarDecl *, int> Reads;
};

/// The part of the condition at the end of \p Block that is evaluated last, in
/// the block; nullptr if there is none.
const clang::Expr *lastCondition(const clang::CFGBlock &Block);

} // namespace immortal::freshness

#endif
