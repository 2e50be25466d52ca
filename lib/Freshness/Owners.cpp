// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Owners.h"
#include "CAPI/ObjectTag.h"
#include "Freshness/Calls.h"
#include "Freshness/Places.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;
using immortal::capi::Effect;

namespace immortal::freshness {

Owners::Owners(ASTContext &Context, const CallModel &Calls)
    : Context(Context), Calls(Calls) {}
Owners::~Owners() = default;

const Expr *stripToTemporary(const Expr *E) {
  for (;;) {
    const Expr *Inner = stripPointerCasts(E);
    if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(Inner))
      Inner = Bind->getSubExpr();
    else if (const auto *Cast = dyn_cast<CastExpr>(Inner);
             Cast && (Cast->getCastKind() == CK_ConstructorConversion ||
                      Cast->getCastKind() == CK_UserDefinedConversion))
      Inner = Cast->getSubExpr();
    if (Inner == E)
      return E;
    E = Inner;
  }
}

/// The name with all namespaces and classes around it but inline ones.
static std::string qualifiedName(const NamedDecl &D) {
  std::string Result = D.getNameAsString();
  for (const DeclContext *In = D.getDeclContext(); In; In = In->getParent()) {
    const auto *Outer = dyn_cast<NamedDecl>(In);
    const auto *Namespace = dyn_cast<NamespaceDecl>(In);
    if (Outer && !(Namespace && Namespace->isInline()))
      Result.insert(0, Outer->getNameAsString() + "::");
  }
  return Result;
}

/// Whether objects of that type start with a PyObject.
static bool isObject(const RecordDecl *Record) {
  if (!Record)
    return false;
  // The tag of PyObject (object.h, all versions).
  if (Record->getDeclName() && Record->getName() == capi::ObjectTag)
    return true;
  Record = Record->getDefinition();
  if (!Record)
    return false;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Record);
      Class && Class->getNumBases() > 0)
    return isObject(Class->bases_begin()->getType()->getAsRecordDecl());
  return !Record->isUnion() && !Record->field_empty() &&
         isObject((*Record->field_begin())->getType()->getAsRecordDecl());
}

static bool isObjectPointer(QualType Type) {
  return Type->isPointerType() && !Type.isVolatileQualified() &&
         isObject(Type->getPointeeType()->getAsRecordDecl());
}

/// Whether the class template std::unique_ptr has a pointer to an object.
static bool holdsObjects(const CXXRecordDecl &Class) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Special)
    return true;
  const TemplateArgument &First = Special->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type &&
         isObject(First.getAsType()->getAsRecordDecl());
}

bool Owners::computeIsOwner(const CXXRecordDecl &Class) const {
  if (capi::findOwner(qualifiedName(Class)))
    return holdsObjects(Class);
  if (Class.isUnion() || Class.isLambda() || Class.isPolymorphic() ||
      Class.getNumVBases() > 0 ||
      (Class.isAggregate() && Class.hasTrivialDestructor()))
    return false;
  unsigned Pointers = 0;
  for (const CXXBaseSpecifier &Base : Class.bases()) {
    const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
    if (!Record || (!isOwner(Record) && !Record->isEmpty()))
      return false;
    Pointers += !Record->isEmpty();
  }
  for (const FieldDecl *Field : Class.fields()) {
    if (!isObjectPointer(Field->getType()))
      return false;
    ++Pointers;
  }
  return Pointers == 1;
}

bool Owners::isOwner(const CXXRecordDecl *Class) const {
  Class = Class ? Class->getDefinition() : nullptr;
  if (!Class || Class->isDependentContext() || Class->isInvalidDecl())
    return false;
  const auto [At, New] = Classes.try_emplace(Class, false);
  if (!New)
    return At->second;
  const bool Result = computeIsOwner(*Class);
  return Classes[Class] = Result;
}

bool Owners::isOwner(QualType Type) const {
  return !Type.isNull() && !Type.isVolatileQualified() &&
         isOwner(Type->getAsCXXRecordDecl());
}

bool Owners::isHeld(const FieldDecl &Field) const {
  const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
  return Class && isObjectPointer(Field.getType()) && isOwner(Class);
}

llvm::SmallVector<llvm::StringRef, 2>
Owners::kindsOfParameters(const FunctionDecl &Callee) const {
  llvm::SmallVector<llvm::StringRef, 2> Result;
  for (const ParmVarDecl *Parameter : Callee.parameters()) {
    const QualType Type = Parameter->getType();
    const QualType Target = Type.getNonReferenceType();
    const bool IsOwner = isOwner(Target);
    if (isObjectPointer(Target) || Target->isNullPtrType())
      Result.push_back(Type->isLValueReferenceType() &&
                               !Target.isConstQualified()
                           ? "pointer&"
                           : "pointer");
    else if (IsOwner)
      Result.push_back(Type->isRValueReferenceType()   ? "owner&&"
                       : Type->isLValueReferenceType() ? "owner&"
                                                       : "owner");
    else if (const RecordDecl *Record = Target->getAsRecordDecl();
             Record && Record->getIdentifier())
      Result.push_back(Record->getName());
    else
      Result.push_back("other");
  }
  return Result;
}

/// The effects of a row; \p First is the slot that it is about.
static OwnerEffects effectsOf(capi::OwnerEffect What, unsigned First) {
  OwnerEffects E;
  E.Slots.resize(First + 3);
  OwnerSlot &It = E.Slots[First];
  const auto Take = [&] {
    It.Then = OwnerSlot::OtherSlot;
    It.From = First + 1;
  };
  switch (What) {
  case capi::OwnerEffect::Empties:
    It.Then = OwnerSlot::Null;
    break;
  case capi::OwnerEffect::Shares:
    E.Slots[First + 1].OnObject = Effect::Increfs;
    Take();
    break;
  case capi::OwnerEffect::Moves:
    E.Slots[First + 1].Then = OwnerSlot::Null;
    Take();
    break;
  case capi::OwnerEffect::Takes:
    Take();
    break;
  case capi::OwnerEffect::Swaps:
    E.Slots[First + 1].Then = OwnerSlot::OtherSlot;
    E.Slots[First + 1].From = First;
    Take();
    break;
  case capi::OwnerEffect::Exchanges:
    E.Returns = OwnerEffects::Object;
    Take();
    break;
  case capi::OwnerEffect::GivesUp:
    It.Then = OwnerSlot::Null;
    E.Returns = OwnerEffects::Object;
    break;
  case capi::OwnerEffect::Gets:
    E.Returns = OwnerEffects::Object;
    break;
  case capi::OwnerEffect::Tests:
    E.Returns = OwnerEffects::IsSet;
    break;
  case capi::OwnerEffect::TestsEmpty:
    E.Returns = OwnerEffects::IsEmpty;
    break;
  case capi::OwnerEffect::Increfs:
    It.OnObject = Effect::Increfs;
    break;
  case capi::OwnerEffect::Decrefs:
    It.OnObject = Effect::Releases;
    break;
  case capi::OwnerEffect::Looks:
    break;
  }
  E.ReturnedSlot = First;
  return E;
}

std::unique_ptr<OwnerEffects>
Owners::fromRow(const FunctionDecl &Callee) const {
  const auto Kinds = kindsOfParameters(Callee);
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (!Method || Method->isStatic()) {
    const capi::OwnerRow *Row =
        Method ? nullptr
               : capi::findOwnerRow(qualifiedName(Callee), "", true, Kinds);
    if (!Row)
      return nullptr;
    const bool Compares = Row->What == capi::OwnerEffect::Tests ||
                          Row->What == capi::OwnerEffect::TestsEmpty;
    const bool MakesNone = Row->What == capi::OwnerEffect::Swaps ||
                           Row->What == capi::OwnerEffect::Exchanges ||
                           Compares;
    // NULL may stand on either side.
    const bool IsSecond = Compares && !Kinds.front().starts_with("owner");
    auto Result = std::make_unique<OwnerEffects>(
        effectsOf(Row->What, MakesNone ? 1 + IsSecond : 0));
    if (MakesNone)
      return Result;
    // What the owner becomes, it is when it is returned.
    if (!isOwner(Callee.getReturnType()))
      return nullptr;
    Result->Slots[0] = {};
    Result->Returns = OwnerEffects::Object;
    Result->ReturnedSlot = 1;
    return Result;
  }
  const bool IsConstructor = isa<CXXConstructorDecl>(Method);
  const CXXRecordDecl &Class = *Method->getParent();
  std::string Name;
  if (const auto *Conversion = dyn_cast<CXXConversionDecl>(Method))
    Name = "operator " + Conversion->getConversionType().getAsString(
                             Context.getPrintingPolicy());
  else if (!IsConstructor)
    Name = Method->getNameAsString();
  const capi::OwnerRow *Row =
      capi::findOwnerRow(qualifiedName(Class), Name, false, Kinds);
  if (!Row)
    return nullptr;
  auto Result = std::make_unique<OwnerEffects>(effectsOf(Row->What, 0));
  const bool Replaces = Result->Slots[0].Then != OwnerSlot::Same &&
                        Row->What != capi::OwnerEffect::GivesUp &&
                        Row->What != capi::OwnerEffect::Swaps;
  if (Replaces && !IsConstructor) {
    const OwnerEffects *End = destruction(Class);
    Result->Slots[0].OnObject = End ? End->Slots[0].OnObject : Effect::Unknown;
  }
  if (Result->Returns == OwnerEffects::Nothing &&
      Callee.getReturnType()->isReferenceType())
    Result->Returns = OwnerEffects::Itself;
  Result->RunsCode = llvm::any_of(Result->Slots, [](const OwnerSlot &S) {
    return S.OnObject == Effect::Releases || S.OnObject == Effect::Unknown;
  });
  return Result;
}

/// Copies that count nothing.
static bool isTrivialCopy(const FunctionDecl &Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (!Method || !Method->isTrivial())
    return false;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Method))
    return Constructor->isCopyOrMoveConstructor();
  return Method->isCopyAssignmentOperator() ||
         Method->isMoveAssignmentOperator();
}

std::unique_ptr<OwnerEffects>
Owners::compute(const FunctionDecl &Callee) const {
  if (isTrivialCopy(Callee))
    return std::make_unique<OwnerEffects>(
        effectsOf(capi::OwnerEffect::Takes, 0));
  if (auto Known = fromRow(Callee))
    return Known;
  if (Depth >= MaxDepth)
    return nullptr;
  ++Depth;
  auto Result = fromBody(Callee);
  --Depth;
  return Result;
}

const OwnerEffects *Owners::ofFunction(const FunctionDecl &Callee) const {
  const auto [At, New] = Functions.try_emplace(&Callee, nullptr);
  if (!New)
    return At->second.get();
  auto Result = compute(Callee);
  return (Functions[&Callee] = std::move(Result)).get();
}

const Expr *Owners::slot(const CallExpr &Call, unsigned Index) {
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    if (Index == 0)
      return Member->getImplicitObjectArgument();
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
             Operator &&
             isa_and_nonnull<CXXMethodDecl>(Operator->getDirectCallee())) {
    // The object is the first argument.
    return Index < Call.getNumArgs() ? Call.getArg(Index) : nullptr;
  }
  if (Index == 0 || Index > Call.getNumArgs())
    return nullptr;
  return Call.getArg(Index - 1);
}

const OwnerEffects *Owners::describe(const CallExpr &Call) const {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || !Context.getLangOpts().CPlusPlus)
    return nullptr;
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (!Method || Method->isStatic()) {
    // Functions of the user's own are summarised like all others.
    return Callee->getDeclContext()->isTranslationUnit() ? nullptr
                                                         : ofFunction(*Callee);
  }
  const Expr *Object = slot(Call, 0);
  if (!Object || Method->isVirtual())
    return nullptr;
  // A member of an empty base is called on an owner as well.
  Object =
      Object->isGLValue() ? stripLValue(Object) : stripPointerCasts(Object);
  const QualType Type = Object->getType()->isPointerType()
                            ? Object->getType()->getPointeeType()
                            : Object->getType();
  if (!isOwner(Type))
    return nullptr;
  return ofFunction(*Callee);
}

const OwnerEffects *Owners::describe(const CXXConstructExpr &Construct) const {
  if (!isOwner(Construct.getType()))
    return nullptr;
  return ofFunction(*Construct.getConstructor());
}

bool Owners::returnsReference(const CallExpr &Call, unsigned &Slot) const {
  if (!Call.isGLValue())
    return false;
  const OwnerEffects *Effects = describe(Call);
  if (!Effects)
    return false;
  Slot = Effects->ReturnedSlot;
  return Effects->Returns == OwnerEffects::Itself ||
         Effects->Returns == OwnerEffects::Object;
}

std::optional<capi::OwnerEnd> Owners::ownEnd(const CXXRecordDecl &Class) {
  return capi::findOwner(qualifiedName(Class));
}

const OwnerEffects *Owners::destruction(const CXXRecordDecl &Class) const {
  const CXXRecordDecl *Definition = Class.getDefinition();
  const auto [At, New] = Ends.try_emplace(Definition, nullptr);
  if (!New)
    return At->second.get();
  auto Result = computeDestruction(*Definition);
  return (Ends[Definition] = std::move(Result)).get();
}

} // namespace immortal::freshness
