// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_PRIVATESITES_H
#define IMMORTAL_TIDY_CHECKS_PRIVATESITES_H

#include "CAPI/PrivateNames.h"
#include "Source/CountWrites.h"
#include "llvm/ADT/DenseMap.h"
#include <vector>

namespace immortal::tidy {

/// One place where the code uses a private function.
struct FunctionUse {
  const clang::FunctionDecl *Callee = nullptr;
  const capi::PrivateFunction *Row = nullptr;
  /// The spelling of the name; may lie in a macro.
  clang::SourceLocation Loc;
  /// nullptr where the address is taken.
  const clang::CallExpr *Call = nullptr;
  /// In a template, with arguments whose types are still open: no Call either.
  bool IsDependent = false;
  /// nullptr outside of functions.
  const clang::FunctionDecl *Function = nullptr;
};

/// One store into a reference count.
struct CountUse {
  source::CountWrite Write;
  const clang::FunctionDecl *Function = nullptr;
};

/// What the traversal of one translation unit has seen, in its order.
class PrivateSites {
public:
  /// Goes through \p Declarations and all that they hold, instantiations of
  /// templates included.
  void collect(llvm::ArrayRef<clang::Decl *> Declarations,
               const clang::ASTContext &Context);

  /// Looks at the variables among \p Declarations alone: a count needs no name
  /// in their initializers.
  void addVariables(llvm::ArrayRef<clang::Decl *> Declarations,
                    const clang::ASTContext &Context);

  llvm::ArrayRef<FunctionUse> functions() const { return Functions; }
  /// The uses in templates as written, instantiated or not.
  llvm::ArrayRef<FunctionUse> dependentFunctions() const { return Dependents; }
  llvm::ArrayRef<CountUse> counts() const { return Counts; }

private:
  class Collector;
  void addVariablesIn(const clang::Decl &D, const clang::ASTContext &Context);
  void addInitializer(const clang::InitListExpr &List,
                      const clang::ASTContext &Context);
  void addDependent(const clang::UnresolvedLookupExpr &Lookup,
                    const clang::SourceManager &SM);
  void addReference(const clang::DeclRefExpr &Reference,
                    const clang::SourceManager &SM);
  const clang::FunctionDecl *functionAt(clang::SourceLocation Loc,
                                        const clang::SourceManager &SM) const;

  /// A node is visited before what it contains, so the last callable around a
  /// place is the innermost.
  std::vector<const clang::FunctionDecl *> Callables;
  llvm::DenseMap<const clang::DeclRefExpr *, const clang::CallExpr *> Calls;
  std::vector<FunctionUse> Functions;
  std::vector<FunctionUse> Dependents;
  std::vector<CountUse> Counts;
};

} // namespace immortal::tidy

#endif
