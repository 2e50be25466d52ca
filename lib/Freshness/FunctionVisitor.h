// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_FUNCTIONVISITOR_H
#define IMMORTAL_TIDY_FRESHNESS_FUNCTIONVISITOR_H

#include "Freshness/PythonHeaders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <optional>

namespace immortal::freshness {

/// Goes through all that neither CPython's headers nor the system's hold, and
/// knows in which function, or lambda's body, it is.
template <typename Derived>
class FunctionVisitor : public clang::RecursiveASTVisitor<Derived> {
  using Base = clang::RecursiveASTVisitor<Derived>;

  friend Derived;
  explicit FunctionVisitor(const clang::ASTContext &Context)
      : SM(Context.getSourceManager()) {}

public:
  /// Goes through what is to be traversed. In clangd that is the main file:
  /// asking for the rest would read all of the preamble, which has no bodies.
  void traverse(const clang::ASTContext &Context) {
    for (clang::Decl *D : Context.getTraversalScope())
      static_cast<Derived *>(this)->TraverseDecl(D);
  }

  // RecursiveASTVisitor gives the names.
  // NOLINTNEXTLINE(readability-identifier-naming)
  bool TraverseDecl(clang::Decl *D) {
    if (!D || SM.isInSystemHeader(D->getLocation()))
      return true;
    if (llvm::isa<clang::TranslationUnitDecl>(D))
      Python.emplace(D->getASTContext());
    else if (Python && D->getDeclContext()->isTranslationUnit() &&
             Python->contain(D->getLocation()))
      return true;
    const clang::FunctionDecl *Outside = Current;
    if (const auto *Function = llvm::dyn_cast<clang::FunctionDecl>(D))
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

private:
  /// Only where all is traversed.
  std::optional<PythonHeaders> Python;
};

} // namespace immortal::freshness

#endif
