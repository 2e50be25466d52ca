// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_EXPOSUREWALKER_H
#define IMMORTAL_TIDY_FRESHNESS_EXPOSUREWALKER_H

#include "Freshness/Exposure.h"
#include "Freshness/Owners.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace immortal::freshness {

/// One walk over the body. Every use of a variable as an lvalue, and every use
/// of an address, must be one that is understood; all others expose.
class Exposure::Walker {
public:
  Walker(Exposure &Result, CallTest LeavesAlone, const Owners &AllOwners)
      : Result(Result), LeavesAlone(LeavesAlone), AllOwners(AllOwners) {}

  void walk(const clang::Stmt &S);
  void walkInitializers(const clang::CXXConstructorDecl &Constructor);
  void finish();

private:
  void visitChild(const clang::Stmt &Parent, const clang::Expr &Child,
                  unsigned Index);
  bool understandsLValue(const clang::Stmt &Parent, const clang::Expr &Child,
                         unsigned Index) const;
  bool understandsAddress(const clang::Stmt &Parent, unsigned Index) const;
  void visitDeclarations(const clang::DeclStmt &S);
  bool isPun(const clang::CastExpr &Cast, const clang::Expr &Child) const;
  bool isPointerAlias(const clang::Expr &Target) const;
  void visitCaptures(const clang::Stmt &S);
  void noteControlFlow(const clang::Stmt &S);
  void noteWrite(const clang::Expr &LValue);
  bool isMentioned(const clang::Stmt &In, const clang::ValueDecl *D) const;
  bool isStable(const clang::Expr *LValue) const;
  void visitOwnerCall(const clang::CallExpr &Call);
  void visitThis(const clang::Stmt &Parent, unsigned Index);

  void expose(const clang::VarDecl *Var) {
    if (Var)
      Result.Exposed.insert(Var->getCanonicalDecl());
  }
  void exposeRoot(const clang::Expr *LValue);
  void loseSight(const clang::Expr &LValue);
  /// \p IsThis is set if the lvalue is *this or a part of it.
  const clang::VarDecl *rootOf(const clang::Expr *LValue,
                               bool *IsThis = nullptr) const;
  const clang::Expr *addressee(const clang::Expr *Pointer) const;

  Exposure &Result;
  CallTest LeavesAlone;
  const Owners &AllOwners;
  /// The callees of calls of owners that are known.
  llvm::DenseSet<const clang::Stmt *> Understood;
  /// Operators with operands in no defined order, around what is visited.
  llvm::SmallVector<std::pair<const clang::Stmt *, const clang::Stmt *>, 8>
      Unordered;
};

} // namespace immortal::freshness

#endif
