// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_EXPOSURE_H
#define IMMORTAL_TIDY_FRESHNESS_EXPOSURE_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace immortal::freshness {

class Owners;

/// Which local variables of a function may be read or written other than by
/// their name: their address goes to code that is not known, a reference is
/// bound to them, a lambda captures them, an asm statement names them.
///
/// An address that is only kept in a variable of its own (what Py_CLEAR does,
/// and C++ references) does not expose: that variable is an alias.
class Exposure {
public:
  /// Whether a call leaves the variable alone whose address is its argument
  /// \p Index, after it returned.
  using CallTest =
      llvm::function_ref<bool(const clang::CallExpr &Call, unsigned Index)>;

  Exposure(const clang::FunctionDecl &Function, CallTest LeavesAlone,
           const Owners &AllOwners);

  bool isExposed(const clang::VarDecl *Var) const {
    return Exposed.contains(Var->getCanonicalDecl());
  }

  /// Whether its bytes are read or written as numbers, or its address is kept
  /// as a pointer to void, so that nobody sees where a pointer in it goes.
  bool isReadInPieces(const clang::VarDecl *Var) const {
    return InPieces.contains(Var->getCanonicalDecl());
  }

  /// Whether anything but its initialiser writes \p Var.
  bool isWritten(const clang::VarDecl *Var) const {
    return Written.contains(Var->getCanonicalDecl());
  }

  /// The lvalue that \p Var refers to as long as it lives, if it is a reference
  /// or a pointer that only ever has the address it was initialised with.
  const clang::Expr *aliasedLValue(const clang::VarDecl *Var) const;

  /// Whether one operand of an operator or call writes a pointer that another
  /// one, in no defined order, uses. Nothing is known about such a function.
  bool hasUnsequencedWrites() const { return Unsequenced; }

  /// A call that may return twice (setjmp), or an address of a label taken.
  bool hasHiddenControlFlow() const { return HiddenControlFlow; }

  /// Exceptions are caught in the function.
  bool hasHandlers() const { return Handlers; }

  /// *this, or what is in it, may be known elsewhere.
  bool leaksThis() const { return ThisLeaks; }

  /// The body has an error somewhere.
  bool hasErrors() const { return Errors; }

private:
  class Walker;
  llvm::DenseSet<const clang::VarDecl *> Exposed;
  llvm::DenseSet<const clang::VarDecl *> InPieces;
  llvm::DenseSet<const clang::VarDecl *> Written;
  llvm::DenseMap<const clang::VarDecl *, const clang::Expr *> Aliases;
  bool Unsequenced = false;
  bool HiddenControlFlow = false;
  bool Errors = false;
  bool Handlers = false;
  bool ThisLeaks = false;
};

} // namespace immortal::freshness

#endif
