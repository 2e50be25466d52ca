// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_TYPEOBJECTS_H
#define IMMORTAL_TIDY_FRESHNESS_TYPEOBJECTS_H

#include "CAPI/Functions.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"

namespace immortal::freshness {

class UserDeclarations;

/// What kind of objects the type objects make that one translation unit names:
/// CPython's by their names, its own by what they derive from. Looked for when
/// first asked.
class TypeObjects {
public:
  TypeObjects(clang::ASTContext &Context, UserDeclarations &Declarations)
      : Context(Context), Declarations(Declarations) {}

  /// The kind of the instances of the type that the pointer \p Type is;
  /// TypeKey::Any if they may be of a kind that is refused.
  capi::TypeKey instancesOf(const clang::Expr &Type);

private:
  class Finder;
  void find();
  capi::TypeKey instancesOf(const clang::VarDecl &Type, unsigned Depth);

  clang::ASTContext &Context;
  UserDeclarations &Declarations;
  bool Found = false;
  /// By own type: what is assigned to its base. Null for what is not known.
  llvm::DenseMap<const clang::VarDecl *,
                 llvm::SmallVector<const clang::VarDecl *, 1>>
      Bases;
  /// Something that is not known derives from a type whose instances are
  /// refused.
  bool DerivesUnseen = false;
};

/// The argument of a call that is the type of what it makes; std::nullopt if
/// \p Row makes no instances of a type that it is given.
std::optional<unsigned> typeArgument(const capi::Function &Row,
                                     capi::VersionRange When);

} // namespace immortal::freshness

#endif
