// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Layouts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace immortal::freshness {

using Records = llvm::SmallPtrSet<const RecordDecl *, 8>;

/// A member of an incomplete type makes its own record invalid, but not those
/// that have this one as a member. \p Seen: those that were asked about.
static bool isSound(const RecordDecl *Record, Records &Seen) {
  const RecordDecl *Definition = Record->getDefinition();
  if (Definition && !Seen.insert(Definition).second)
    return true;
  if (!Definition || Definition->isInvalidDecl() ||
      Definition->isDependentContext())
    return false;
  const auto IsSoundType = [&](QualType Type) {
    const RecordDecl *Inner =
        Type->getBaseElementTypeUnsafe()->getAsRecordDecl();
    return !Inner || isSound(Inner, Seen);
  };
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Definition))
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (!IsSoundType(Base.getType()))
        return false;
  return llvm::all_of(Definition->fields(), [&](const FieldDecl *Field) {
    return !Field->isInvalidDecl() && IsSoundType(Field->getType());
  });
}

static bool hasLayout(const RecordDecl &Record, const ASTContext &Context) {
  Records Seen;
  return !Context.getDiagnostics().hasUncompilableErrorOccurred() ||
         isSound(&Record, Seen);
}

std::optional<int64_t> sizeOf(const RecordDecl &Record,
                              const ASTContext &Context) {
  if (!hasLayout(Record, Context))
    return std::nullopt;
  return Context.getASTRecordLayout(&Record).getSize().getQuantity();
}

std::optional<int64_t> offsetOf(const FieldDecl &Field,
                                const ASTContext &Context) {
  if (!hasLayout(*Field.getParent(), Context))
    return std::nullopt;
  return static_cast<int64_t>(Context.getFieldOffset(&Field));
}

} // namespace immortal::freshness
