// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_OWNERS_H
#define IMMORTAL_TIDY_FRESHNESS_OWNERS_H

#include "CAPI/Functions.h"
#include "CAPI/Owners.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace immortal::freshness {

class CallModel;

/// What a call does to one of the pointers and owners that take part in it.
struct OwnerSlot {
  /// To the object that it led to before: Looks, Increfs, Releases or Unknown.
  capi::Effect OnObject = capi::Effect::Looks;
  /// What it leads to afterwards.
  enum After : uint8_t { Same, Null, OtherSlot } Then = Same;
  /// For OtherSlot: that which led there before.
  unsigned From = 0;
};

/// What one call of a member of an owner does.
struct OwnerEffects {
  /// First *this, then the arguments. A function that is no member has no use
  /// for the first.
  llvm::SmallVector<OwnerSlot, 3> Slots;
  enum Result : uint8_t {
    Nothing,
    /// What the slot led to before.
    Object,
    /// A reference to the owner itself, or to the pointer in it.
    Itself,
    /// Whether the slot leads to an object, or to none.
    IsSet,
    IsEmpty,
  } Returns = Nothing;
  unsigned ReturnedSlot = 0;
  /// Code runs that is not known: destructors of released objects at least.
  bool RunsCode = false;
};

/// Knows owners: C++ classes whose only data is one pointer to a Python object,
/// with a constructor or destructor of their own. In all that follows an owner
/// stands for its pointer: both are one place.
///
/// Classes of libraries are known by Owners.def; of all others, the members
/// are, if their bodies are visible. What is not known escapes.
class Owners {
public:
  Owners(clang::ASTContext &Context, const CallModel &Calls);
  ~Owners();

  bool isOwner(clang::QualType Type) const;
  bool isOwner(const clang::CXXRecordDecl *Class) const;
  /// A pointer, or an owner.
  bool holdsObject(clang::QualType Type) const {
    return Type->isPointerType() || isOwner(Type);
  }
  /// Whether \p Field is an owner's pointer.
  bool isHeld(const clang::FieldDecl &Field) const;

  /// nullptr: not known, or no owner takes part.
  const OwnerEffects *describe(const clang::CallExpr &Call) const;
  const OwnerEffects *describe(const clang::CXXConstructExpr &Construct) const;
  /// What the destructor of \p Class does, an owner.
  const OwnerEffects *destruction(const clang::CXXRecordDecl &Class) const;

  /// Whether \p Call returns a reference to an owner that takes part in it, or
  /// to the pointer in that; \p Slot is which.
  bool returnsReference(const clang::CallExpr &Call, unsigned &Slot) const;

  /// The expression in slot \p Index; nullptr if there is none. A pointer if
  /// the call is through an arrow.
  static const clang::Expr *slot(const clang::CallExpr &Call, unsigned Index);

private:
  const OwnerEffects *ofFunction(const clang::FunctionDecl &Callee) const;
  std::unique_ptr<OwnerEffects>
  compute(const clang::FunctionDecl &Callee) const;
  std::unique_ptr<OwnerEffects>
  fromRow(const clang::FunctionDecl &Callee) const;
  /// OwnerBodies.cpp
  std::unique_ptr<OwnerEffects>
  fromBody(const clang::FunctionDecl &Callee) const;
  std::unique_ptr<OwnerEffects>
  computeDestruction(const clang::CXXRecordDecl &Class) const;
  /// The row of the destructor.
  static std::optional<capi::OwnerEnd>
  ownEnd(const clang::CXXRecordDecl &Class);
  bool computeIsOwner(const clang::CXXRecordDecl &Class) const;
  llvm::SmallVector<llvm::StringRef, 2>
  kindsOfParameters(const clang::FunctionDecl &Callee) const;

  /// Bodies that call others deeper than this are not followed.
  static constexpr unsigned MaxDepth = 6;

  clang::ASTContext &Context;
  const CallModel &Calls;
  mutable unsigned Depth = 0;
  mutable llvm::DenseMap<const clang::CXXRecordDecl *, bool> Classes;
  /// Null while it is being found.
  mutable llvm::DenseMap<const clang::FunctionDecl *,
                         std::unique_ptr<OwnerEffects>>
      Functions;
  mutable llvm::DenseMap<const clang::CXXRecordDecl *,
                         std::unique_ptr<OwnerEffects>>
      Ends;
};

/// The call or construction that makes the class object \p E, without casts,
/// temporaries and what else does not change which one it is.
const clang::Expr *stripToTemporary(const clang::Expr *E);

} // namespace immortal::freshness

#endif
