// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/TypeObjects.h"
#include "Freshness/FunctionVisitor.h"
#include "Freshness/Places.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using immortal::capi::TypeKey;

namespace immortal::freshness {

/// The field of PyTypeObject that says what it derives from.
static constexpr llvm::StringLiteral BaseField = "tp_base";

/// Chains of bases longer than this are not followed.
static constexpr unsigned MaxBases = 8;

/// The variable whose address \p E is, and its name in \p Name; nullptr if it
/// is none.
static const VarDecl *variableAt(const Expr *E,
                                 const DeclRefExpr **Name = nullptr) {
  const auto *Address = dyn_cast<UnaryOperator>(stripPointerCasts(E));
  if (!Address || Address->getOpcode() != UO_AddrOf)
    return nullptr;
  const auto *Reference =
      dyn_cast<DeclRefExpr>(stripLValue(Address->getSubExpr()));
  if (Name)
    *Name = Reference;
  return Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
}

static TypeKey keyOf(const VarDecl &Type) {
  return Type.getIdentifier() && Type.hasExternalFormalLinkage()
             ? capi::typeOfTypeObject(Type.getName())
             : TypeKey::Any;
}

static bool isRefused(const VarDecl &Type) {
  return capi::typeRow(keyOf(Type)).Verdict == capi::TypeVerdict::Refused;
}

std::optional<unsigned> typeArgument(const capi::Function &Row,
                                     capi::VersionRange When) {
  const auto KnowNothing = [](unsigned) { return capi::KnownArgument(); };
  if (Row.returns(When, KnowNothing).Type != TypeKey::Instance)
    return std::nullopt;
  // An instance keeps its type.
  for (const capi::ArgumentRow &Argument : Row.ArgumentRows)
    if (Argument.What == capi::Effect::Keeps)
      return Argument.Index;
  return std::nullopt;
}

class TypeObjects::Finder : public FunctionVisitor<Finder> {
public:
  Finder(TypeObjects &To, const ASTContext &Context)
      : FunctionVisitor(Context), To(To) {}

  bool VisitVarDecl(VarDecl *Var) {
    if (const auto *List = dyn_cast_or_null<InitListExpr>(Var->getInit()))
      visitInitializer(*List, *Var);
    return true;
  }

  /// `Spam_Type.tp_base = &PyUnicode_Type;`
  bool VisitBinaryOperator(BinaryOperator *Operator) {
    if (Operator->isComparisonOp()) {
      understand(Operator->getLHS());
      understand(Operator->getRHS());
    }
    const auto *Member =
        dyn_cast<MemberExpr>(Operator->getLHS()->IgnoreParens());
    if (Operator->getOpcode() != BO_Assign || !Member ||
        !isBase(Member->getMemberDecl()))
      return true;
    const auto *Type = dyn_cast<DeclRefExpr>(stripLValue(Member->getBase()));
    const auto *Var = Type && !Member->isArrow()
                          ? dyn_cast<VarDecl>(Type->getDecl())
                      : Member->isArrow() ? variableAt(Member->getBase())
                                          : nullptr;
    if (Var)
      addBase(*Var, Operator->getRHS());
    return true;
  }

  bool VisitMemberExpr(MemberExpr *Member) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(Member->getBase()))
      Understood.insert(Name);
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const capi::Function *Row = Callee && Callee->getIdentifier()
                                    ? capi::findFunction(Callee->getName())
                                    : nullptr;
    if (!Row)
      return true;
    const capi::VersionRange All(capi::OldestKnown, capi::NewestKnown);
    for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
      const capi::Effect On = Row->effectOn(I, All);
      // What keeps it besides an instance may be a type, or a list of bases.
      if (On == capi::Effect::Looks || On == capi::Effect::RunsMethods ||
          typeArgument(*Row, All) == I)
        understand(Call->getArg(I));
    }
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *Reference) {
    const auto *Type = dyn_cast<VarDecl>(Reference->getDecl());
    // What is around a name is visited before it.
    if (Type && !Understood.contains(Reference) && isRefused(*Type))
      To.DerivesUnseen = true;
    return true;
  }

private:
  static bool isBase(const ValueDecl *Field) {
    return isa<FieldDecl>(Field) && Field->getIdentifier() &&
           Field->getName() == BaseField;
  }

  void understand(const Expr *E) {
    const DeclRefExpr *Name = nullptr;
    if (variableAt(E, &Name))
      Understood.insert(Name);
  }

  void addBase(const VarDecl &Type, const Expr *Base) {
    if (Base->isNullPointerConstant(To.Context,
                                    Expr::NPC_ValueDependentIsNotNull))
      return;
    understand(Base);
    To.Bases[Type.getCanonicalDecl()].push_back(variableAt(Base));
  }

  void visitInitializer(const InitListExpr &Written, const VarDecl &Var) {
    const InitListExpr *List =
        Written.isSemanticForm() || !Written.getSemanticForm()
            ? &Written
            : Written.getSemanticForm();
    const RecordDecl *Record = List->getType()->getAsRecordDecl();
    if (!Record)
      return;
    for (const FieldDecl *Field : Record->fields())
      if (isBase(Field) && Field->getFieldIndex() < List->getNumInits())
        if (const Expr *Value = List->getInit(Field->getFieldIndex());
            !isa<ImplicitValueInitExpr>(Value))
          addBase(Var, Value);
  }

  TypeObjects &To;
  llvm::DenseSet<const DeclRefExpr *> Understood;
};

void TypeObjects::find() {
  if (Found)
    return;
  Found = true;
  Finder(*this, Context).traverse(Declarations);
}

TypeKey TypeObjects::instancesOf(const VarDecl &Type, unsigned Depth) {
  if (Type.getIdentifier() && Type.hasExternalFormalLinkage() &&
      capi::isTypeObject(Type.getName()))
    return keyOf(Type);
  const auto Known = Bases.find(Type.getCanonicalDecl());
  if (Known == Bases.end())
    return DerivesUnseen ? TypeKey::Any : TypeKey::Instance;
  TypeKey Result = TypeKey::Instance;
  for (const VarDecl *Base : Known->second) {
    const TypeKey Next =
        Base && Depth < MaxBases ? instancesOf(*Base, Depth + 1) : TypeKey::Any;
    if (capi::typeRow(Next).Verdict == capi::TypeVerdict::Refused)
      Result = Next;
    else if (!Base || Depth >= MaxBases)
      Result = TypeKey::Any;
  }
  return Result;
}

TypeKey TypeObjects::instancesOf(const Expr &Type) {
  find();
  if (const VarDecl *Var = variableAt(&Type))
    return instancesOf(*Var, 0);
  return DerivesUnseen ? TypeKey::Any : TypeKey::Instance;
}

} // namespace immortal::freshness
