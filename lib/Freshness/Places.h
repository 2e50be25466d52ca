// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_PLACES_H
#define IMMORTAL_TIDY_FRESHNESS_PLACES_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <vector>

namespace immortal::freshness {

class Exposure;
class Owners;

using PlaceID = uint32_t;

/// One step from a place to a place inside it, or behind it.
struct PlaceStep {
  enum Kind : uint8_t {
    Variable,
    This,
    /// What a call made or returned, by expression; \c Parent tells those of
    /// one expression apart.
    Temporary,
    Deref,
    Field,
    Index,
  } How;
  /// The variable or field; nullptr for the other kinds.
  const clang::ValueDecl *Decl = nullptr;
  uint64_t Position = 0;
};

/// Something that holds a pointer: a variable, or what is reached from one by
/// members, constant subscripts and dereferences. Places form a forest.
struct Place {
  PlaceStep Last;
  std::optional<PlaceID> Parent;
  /// Other code may read and write it: a global, the target of a pointer, a
  /// variable whose address is known elsewhere.
  bool IsMemory = false;
  llvm::SmallVector<PlaceID, 1> Children;
};

/// The places of one function, and how expressions name them.
class Places {
public:
  /// \p OfOwner: of a member of an owner, whose *this and reference parameters
  /// nobody else writes meanwhile.
  Places(const clang::FunctionDecl &Function, const Exposure &Exposed,
         const Owners &AllOwners, bool OfOwner);

  /// The place that the lvalue \p E names; std::nullopt if it is not known
  /// which (a variable subscript), or if reads need not agree with writes
  /// (volatile, atomic, unions).
  std::optional<PlaceID> named(const clang::Expr *E);

  /// The place that the pointer \p E points to.
  std::optional<PlaceID> pointedTo(const clang::Expr *E);

  PlaceID variable(const clang::VarDecl *Var);
  PlaceID thisObject();
  /// A place of \p E's own: of an owner that is no variable, or \p Number, for
  /// a value on its way.
  PlaceID temporary(const clang::Expr *E, unsigned Number = 0);
  /// The place of a field of \p Parent: an owner is its pointer.
  PlaceID field(PlaceID Parent, const clang::FieldDecl &Field);
  PlaceID child(PlaceID Parent, PlaceStep Step);
  /// That child, if an expression names it.
  std::optional<PlaceID> find(PlaceID Parent, PlaceStep Step) const;

  const Place &operator[](PlaceID ID) const { return All[ID]; }
  size_t size() const { return All.size(); }
  /// All memory places whose last step is the field \p F.
  llvm::ArrayRef<PlaceID> memoryFields(const clang::ValueDecl *F) const;
  /// All places that a pointer leads to directly.
  llvm::ArrayRef<PlaceID> targets() const { return Targets; }

  /// Calls \p Do for all places inside or behind \p ID.
  void forEachBelow(PlaceID ID, llvm::function_ref<void(PlaceID)> Do) const;

private:
  std::optional<PlaceID> namedDeclaration(const clang::ValueDecl *D);
  std::optional<PlaceID> returned(const clang::CallExpr &Call);
  bool isOwnersOwn(PlaceID Parent) const;
  bool isSeenByOthers(const clang::VarDecl &Var) const;
  std::optional<PlaceID> member(const clang::MemberExpr *E);
  std::optional<PlaceID> subscript(const clang::ArraySubscriptExpr *E);

  const clang::FunctionDecl &Function;
  const clang::ASTContext &Context;
  const Exposure &Exposed;
  const Owners &AllOwners;
  const bool OfOwner;
  std::vector<Place> All;
  using Key = std::pair<std::pair<uint32_t, unsigned>,
                        std::pair<const clang::ValueDecl *, uint64_t>>;
  llvm::DenseMap<Key, PlaceID> Known;
  llvm::DenseMap<const clang::ValueDecl *, llvm::SmallVector<PlaceID, 1>>
      Fields;
  llvm::SmallVector<PlaceID, 4> Targets;
};

/// \p E without what does not change which pointer it is: parentheses, casts
/// between pointers, __extension__, temporaries.
const clang::Expr *stripPointerCasts(const clang::Expr *E);

/// \p E without what does not change which object an lvalue names.
const clang::Expr *stripLValue(const clang::Expr *E);

} // namespace immortal::freshness

#endif
