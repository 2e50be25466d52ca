// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_ENTRYPOINTS_H
#define IMMORTAL_TIDY_SOURCE_ENTRYPOINTS_H

#include "CAPI/EntryPoints.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace immortal::source {

class UserCode;

/// One way in which CPython comes to call a function.
struct EntryPoint {
  capi::Often How;
  /// Where the code says so.
  clang::SourceLocation Loc;
  /// PerModule: whether the module says that it supports more than one
  /// interpreter; std::nullopt if it does not say.
  std::optional<bool> Interpreters;
};

/// A call of a function that is defined in the translation unit.
struct Caller {
  const clang::FunctionDecl *Function;
  const clang::CallExpr *Call;
};

/// From where the functions of a translation unit are called: by CPython, and
/// by each other.
class EntryPoints {
public:
  EntryPoints(clang::ASTContext &Context, const UserCode &Code);

  llvm::ArrayRef<EntryPoint> of(const clang::FunctionDecl &Function) const;
  llvm::ArrayRef<Caller> callersOf(const clang::FunctionDecl &Function) const;

private:
  class Collector;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<EntryPoint, 1>>
      Entries;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<Caller, 2>>
      Callers;
};

} // namespace immortal::source

#endif
