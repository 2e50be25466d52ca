// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Layouts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::freshness {

/// A member of an incomplete type makes its own record invalid, but not those
/// that have this one as a member.
static bool isSound(const RecordDecl *Record) {
  const RecordDecl *Definition = Record->getDefinition();
  if (!Definition || Definition->isInvalidDecl() ||
      Definition->isDependentContext())
    return false;
  const auto IsSoundType = [](QualType Type) {
    const RecordDecl *Inner =
        Type->getBaseElementTypeUnsafe()->getAsRecordDecl();
    return !Inner || isSound(Inner);
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
  return !Context.getDiagnostics().hasUncompilableErrorOccurred() ||
         isSound(&Record);
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
