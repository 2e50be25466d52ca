// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_COUNTWRITES_H
#define IMMORTAL_TIDY_SOURCE_COUNTWRITES_H

#include "CAPI/PrivateNames.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace clang {
class ASTContext;
} // namespace clang

namespace immortal::source {

/// A store into the reference count of a Python object, in any spelling.
struct CountWrite {
  /// The assignment, call or initializer list.
  const clang::Expr *Whole = nullptr;
  /// The object as the code names it, of type PyObject or pointer to it;
  /// nullptr in an initializer.
  const clang::Expr *Object = nullptr;
  /// Where the store is spelled: the field's or the setter's name, or the value
  /// in an initializer.
  clang::SourceLocation NameLoc;
  /// The field of PyObject, or the function that stores.
  llvm::StringRef Name;
  /// nullopt if a function stores, which knows the build's fields itself.
  std::optional<capi::FieldPart> Part;
  const clang::Expr *Value = nullptr;
  /// The value, if it is an integer constant.
  std::optional<uint64_t> Constant;
  /// The macro for an immortal count that the value spells; empty if none.
  llvm::StringRef CountName;

  /// Whether the value is one that CPython reads, or read, as immortal.
  bool immortalizes() const;
};

/// The store that an assignment makes; std::nullopt for all others.
std::optional<CountWrite> countWriteOf(const clang::BinaryOperator &Assignment,
                                       const clang::ASTContext &Context);

/// The store that a call makes: of a setter, or of any function that gets the
/// address of a count field first and the value next (atomic stores).
std::optional<CountWrite> countWriteOf(const clang::CallExpr &Call,
                                       const clang::ASTContext &Context);

/// The store that one of the compiler's atomic functions makes.
std::optional<CountWrite> countWriteOf(const clang::AtomicExpr &Atomic,
                                       const clang::ASTContext &Context);

/// The immortal counts in the initializer of a variable or a compound literal.
llvm::SmallVector<CountWrite, 1>
countWritesIn(const clang::InitListExpr &Initializer,
              const clang::ASTContext &Context);

/// The first name of an immortal count that \p Text spells as a whole word.
llvm::StringRef countNameIn(llvm::StringRef Text);

} // namespace immortal::source

#endif
