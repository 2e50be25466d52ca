// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_CALLERS_H
#define IMMORTAL_TIDY_FRESHNESS_CALLERS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace immortal::freshness {

/// Who calls the functions of this translation unit: each other, or, through
/// the structs of Callbacks.def, the interpreter. Looked for when first asked.
class Callers {
public:
  struct Site {
    const clang::FunctionDecl *Caller;
    const clang::CallExpr *Call;
  };

  explicit Callers(clang::ASTContext &Context) : Context(Context) {}

  /// What a parameter of a callback is.
  enum class Parameter : uint8_t {
    /// The function is none of the interpreter's callbacks.
    Ordinary,
    /// A borrowed reference.
    Borrowed,
  };
  Parameter kindOf(const clang::ParmVarDecl &Variable);

  /// The direct calls of \p Function, in the order of the source.
  llvm::ArrayRef<Site> callsOf(const clang::FunctionDecl &Function);

  /// Whether \p Function cannot be called but by callsOf().
  bool hasOnlyKnownCallers(const clang::FunctionDecl &Function);

private:
  class CallbackFinder;
  class CallFinder;
  void findCallbacks();
  void findCalls();

  clang::ASTContext &Context;
  bool CallbacksFound = false;
  bool CallsFound = false;
  llvm::DenseSet<const clang::FunctionDecl *> Callbacks;
  /// Those among them whose first argument is an object just made.
  llvm::DenseSet<const clang::FunctionDecl *> WithNewSelf;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<Site, 2>> Calls;
  /// Named other than by calling them.
  llvm::DenseSet<const clang::FunctionDecl *> Escaping;
};

} // namespace immortal::freshness

#endif
