// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_CALLERS_H
#define IMMORTAL_TIDY_FRESHNESS_CALLERS_H

#include "CAPI/Callbacks.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace immortal::freshness {

class UserDeclarations;

/// Who calls the functions of this translation unit: each other, or, through
/// what Callbacks.def lists, CPython. Looked for when first asked.
class Callers {
public:
  struct Site {
    const clang::FunctionDecl *Caller;
    const clang::CallExpr *Call;
  };

  /// One way in which CPython comes to call a function, and how often.
  struct Entry {
    capi::Often How;
    /// Where the code says so.
    clang::SourceLocation Loc;
    /// PerModule: whether the module says that it supports more than one
    /// interpreter; std::nullopt if it does not say.
    std::optional<bool> Interpreters;
  };

  Callers(clang::ASTContext &Context, UserDeclarations &Declarations)
      : Context(Context), Declarations(Declarations) {}

  /// What a parameter of a callback is.
  enum class Parameter : uint8_t {
    /// The function is none of the interpreter's callbacks.
    Ordinary,
    /// A borrowed reference.
    Borrowed,
  };
  Parameter kindOf(const clang::ParmVarDecl &Variable);

  llvm::ArrayRef<Entry> entriesOf(const clang::FunctionDecl &Function);

  /// The direct calls of \p Function, in the order of the source.
  llvm::ArrayRef<Site> callsOf(const clang::FunctionDecl &Function);

  /// Whether \p Function cannot be called but by callsOf(), in this or another
  /// translation unit or configuration.
  bool hasOnlyKnownCallers(const clang::FunctionDecl &Function);

private:
  class Finder;
  void find();

  clang::ASTContext &Context;
  UserDeclarations &Declarations;
  bool Found = false;
  llvm::DenseSet<const clang::FunctionDecl *> Callbacks;
  /// Those among them whose first argument is an object just made.
  llvm::DenseSet<const clang::FunctionDecl *> WithNewSelf;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<Entry, 1>>
      Entries;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<Site, 2>> Calls;
  /// Named other than by calling them.
  llvm::DenseSet<const clang::FunctionDecl *> Escaping;
};

} // namespace immortal::freshness

#endif
