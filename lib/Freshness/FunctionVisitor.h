// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FUNCTIONVISITOR_H
#define IMMORTAL_TIDY_FRESHNESS_FUNCTIONVISITOR_H

#include "Freshness/PythonHeaders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace immortal::freshness {

/// Knows in which function, or lambda's body, it is.
template <typename Derived>
class FunctionVisitor : public clang::RecursiveASTVisitor<Derived> {
  using Base = clang::RecursiveASTVisitor<Derived>;

  friend Derived;
  explicit FunctionVisitor(const clang::ASTContext &Context)
      : SM(Context.getSourceManager()) {}

public:
  void traverse(UserDeclarations &Declarations) {
    for (clang::Decl *D : Declarations.get())
      static_cast<Derived *>(this)->TraverseDecl(D);
  }

  // RecursiveASTVisitor gives the names.
  // NOLINTNEXTLINE(readability-identifier-naming)
  bool TraverseDecl(clang::Decl *D) {
    const clang::FunctionDecl *Outside = Current;
    if (const auto *Function = llvm::dyn_cast_or_null<clang::FunctionDecl>(D))
      Current = Function;
    Base::TraverseDecl(D);
    Current = Outside;
    return true;
  }

  // NOLINTNEXTLINE(readability-identifier-naming)
  bool TraverseLambdaExpr(clang::LambdaExpr *Lambda) {
    const clang::FunctionDecl *Outside = Current;
    Current = Lambda->getCallOperator();
    Base::TraverseLambdaExpr(Lambda);
    Current = Outside;
    return true;
  }

protected:
  const clang::SourceManager &SM;
  /// nullptr outside of functions.
  const clang::FunctionDecl *Current = nullptr;
};

} // namespace immortal::freshness

#endif
