// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Owners: what members do, found by analysing their bodies.

#include "Freshness/Calls.h"
#include "Freshness/FunctionAnalysis.h"
#include "Freshness/Owners.h"
#include "Freshness/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using immortal::capi::Effect;

namespace immortal::freshness {

namespace {
/// One analysis of a member's body.
class BodyReader {
public:
  BodyReader(const FunctionDecl &Callee, const FunctionAnalysis &Body)
      : Callee(Callee), Body(Body) {}

  std::unique_ptr<OwnerEffects> read();

private:
  using Slot = std::pair<unsigned, OriginID>;

  bool readObject(Slot Of, OwnerEffects &To) const;
  bool readPlaces(const Propagation &Fixpoint, OwnerEffects &To) const;
  bool readReturns(const Propagation &Fixpoint, OwnerEffects &To) const;
  std::optional<unsigned> slotOf(const Held &What,
                                 const Propagation &Fixpoint) const;
  bool runsCode() const;
  Value wanted() const;

  const FunctionDecl &Callee;
  const FunctionAnalysis &Body;
};
} // namespace

/// All places and values that the effects speak about.
Value BodyReader::wanted() const {
  Value All;
  for (const auto &[Place, Index] : Body.owners())
    All.push_back({Source::InPlace, Place});
  for (const auto &[Place, Origin] : Body.facts().Parameters)
    All.push_back({Source::InPlace, Place});
  for (const Fact &F : Body.facts().Facts)
    if (F.How == Fact::Return)
      llvm::append_range(All, Body.facts().sources(F));
  return All;
}

/// The slot that all values are from; std::nullopt if they are not from one.
std::optional<unsigned> BodyReader::slotOf(const Held &What,
                                           const Propagation &Fixpoint) const {
  std::optional<unsigned> Result;
  if (What.Values & (Held::Null | Held::Unknown))
    return std::nullopt;
  for (unsigned I = 0; I < Fixpoint.origins().size(); ++I) {
    if (!Held::holds(What, I))
      continue;
    const auto Slot = Body.slotOfOrigin(Fixpoint.origins()[I]);
    if (!Slot || Result)
      return std::nullopt;
    Result = Slot;
  }
  return Result;
}

bool BodyReader::readObject(Slot Of, OwnerEffects &To) const {
  Assumptions Assumed;
  Assumed.UniqueOrigin = Of.second;
  const auto Fixpoint = Body.propagate(wanted(), Assumed);
  const auto Exit = Fixpoint ? Fixpoint->atExit() : std::nullopt;
  if (!Exit)
    return false;
  const StateSet Object =
      Fixpoint->object(Of.second, *Exit).without(State::Null);
  Effect &On = To.Slots[Of.first].OnObject;
  if (Object.empty() || Object == State::Unique)
    On = Effect::Looks;
  else if (Object == State::Twice)
    On = Effect::Increfs;
  else if (Object == State::Gone)
    On = Effect::Releases;
  else
    return false;
  return true;
}

/// What the owners hold at the end. The destructor's leaves nothing behind.
bool BodyReader::readPlaces(const Propagation &Fixpoint,
                            OwnerEffects &To) const {
  if (isa<CXXDestructorDecl>(Callee))
    return true;
  const auto Exit = Fixpoint.atExit();
  if (!Exit)
    return false;
  for (const auto &[Place, Index] : Body.owners()) {
    const Held What = Fixpoint.read({{Source::InPlace, Place}}, *Exit);
    OwnerSlot &Slot = To.Slots[Index];
    if (What.Values == Held::Null) {
      Slot.Then = OwnerSlot::Null;
      continue;
    }
    const auto From = slotOf(What, Fixpoint);
    if (!From)
      return false;
    Slot.Then = *From == Index ? OwnerSlot::Same : OwnerSlot::OtherSlot;
    Slot.From = *From;
  }
  return true;
}

/// Whether \p E is "this owner holds something".
static bool testsHeld(const Expr *E, const ASTContext &Context) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->getOpcode() != BO_NE)
      return false;
    const auto IsNull = [&](const Expr *Side) {
      return Side->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                         Expr::NPC_ValueDependentIsNotNull) !=
             Expr::NPCK_NotNull;
    };
    if (!IsNull(Binary->getLHS()) && !IsNull(Binary->getRHS()))
      return false;
    E = (IsNull(Binary->getLHS()) ? Binary->getRHS() : Binary->getLHS())
            ->IgnoreParenImpCasts();
  }
  const auto *Member = dyn_cast<MemberExpr>(E);
  return Member && Member->getType()->isPointerType() &&
         isa<FieldDecl>(Member->getMemberDecl()) &&
         isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts());
}

/// The expression of the only statement of a function that returns one.
static const Expr *onlyReturn(const FunctionDecl &Callee) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Callee.getBody());
  const auto *Return = Block && Block->size() == 1
                           ? dyn_cast<ReturnStmt>(Block->body_front())
                           : nullptr;
  return Return ? Return->getRetValue() : nullptr;
}

bool BodyReader::readReturns(const Propagation &Fixpoint,
                             OwnerEffects &To) const {
  const QualType Type = Callee.getReturnType();
  if (Type->isVoidType() || isa<CXXConstructorDecl, CXXDestructorDecl>(Callee))
    return true;
  if (Type->isBooleanType()) {
    const Expr *E = onlyReturn(Callee);
    if (E && testsHeld(E, Callee.getASTContext()))
      To.Returns = OwnerEffects::IsSet;
    return true;
  }
  if (Type->isArithmeticType())
    return true;
  const bool IsReference = Type->isReferenceType();
  To.Returns = IsReference ? OwnerEffects::Itself : OwnerEffects::Object;
  std::optional<unsigned> All;
  for (uint32_t Block = 0; Block < Body.facts().Blocks.size(); ++Block) {
    const BlockFacts &Here = Body.facts().Blocks[Block];
    for (uint32_t I = Here.FirstFact; I < Here.EndFact; ++I) {
      const Fact &F = Body.facts().Facts[I];
      if (F.How != Fact::Return)
        continue;
      const auto At = Fixpoint.before({Block, I});
      if (!At)
        continue;
      const auto Values = Body.facts().sources(F);
      const auto Slot = IsReference
                            ? Body.slotOfPlace(Values)
                            : slotOf(Fixpoint.read(Values, *At), Fixpoint);
      if (!Slot || (All && *All != *Slot))
        return false;
      All = Slot;
    }
  }
  To.ReturnedSlot = All.value_or(0);
  return All.has_value();
}

bool BodyReader::runsCode() const {
  return llvm::any_of(Body.facts().Facts, [&](const Fact &F) {
    switch (F.How) {
    case Fact::RunCode:
    case Fact::SmearMemory:
    case Fact::SmearOtherMemory:
      return true;
    case Fact::Assign:
      return Body.places()[F.Target].IsMemory;
    case Fact::Apply:
      return llvm::any_of(Body.facts().sources(F), [&](Source S) {
        return S.What == Source::Unknown ||
               (S.What == Source::InPlace && Body.places()[S.ID].IsMemory);
      });
    default:
      return false;
    }
  });
}

std::unique_ptr<OwnerEffects> BodyReader::read() {
  auto Result = std::make_unique<OwnerEffects>();
  Result->Slots.resize(Callee.getNumParams() + 1);
  Result->RunsCode = runsCode();
  for (const auto &[Place, Origin] : Body.facts().Parameters) {
    const auto Slot = Body.slotOfOrigin(Origin);
    if (!Slot || !readObject({*Slot, Origin}, *Result))
      return nullptr;
  }
  const auto Fixpoint = Body.propagate(wanted(), {});
  if (!Fixpoint || !readPlaces(*Fixpoint, *Result) ||
      !readReturns(*Fixpoint, *Result))
    return nullptr;
  return Result;
}

std::unique_ptr<OwnerEffects>
Owners::fromBody(const FunctionDecl &Callee) const {
  const FunctionDecl *Definition = nullptr;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (!Method || Method->isStatic() || Method->isVirtual() ||
      !isOwner(Method->getParent()) || Callee.isVariadic() ||
      !Callee.hasBody(Definition))
    return nullptr;
  const FunctionAnalysis Body(Context, Calls, *Definition,
                              /*OfOwner=*/true);
  // The body may be run with the same owner in two slots; that is for who asks
  // to rule out.
  if (!Body.isPossible() || Body.size() > Summaries::MaxBlocks ||
      Body.leaksThis())
    return nullptr;
  return BodyReader(*Definition, Body).read();
}

/// What the deleter of a std::unique_ptr does to its object.
static Effect effectOfDeleter(const CXXRecordDecl &Class,
                              const CallModel &Calls) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Special || Special->getTemplateArgs().size() < 2 ||
      Special->getTemplateArgs()[1].getKind() != TemplateArgument::Type)
    return Effect::Unknown;
  const CXXRecordDecl *Deleter =
      Special->getTemplateArgs()[1].getAsType()->getAsCXXRecordDecl();
  Deleter = Deleter ? Deleter->getDefinition() : nullptr;
  if (!Deleter)
    return Effect::Unknown;
  const CXXMethodDecl *Only = nullptr;
  for (const CXXMethodDecl *Method : Deleter->methods())
    if (Method->getOverloadedOperator() == OO_Call) {
      if (Only || Method->getNumParams() != 1)
        return Effect::Unknown;
      Only = Method;
    }
  const CallEffects *Effects = Only ? Calls.summaryOf(*Only) : nullptr;
  return Effects && Effects->on(0) == Effect::Releases ? Effect::Releases
                                                       : Effect::Unknown;
}

std::unique_ptr<OwnerEffects>
Owners::computeDestruction(const CXXRecordDecl &Class) const {
  auto Result = std::make_unique<OwnerEffects>();
  Result->Slots.resize(1);
  if (const auto Known = ownEnd(Class)) {
    if (*Known == capi::OwnerEnd::Releases)
      Result->Slots[0].OnObject = Effect::Releases;
    else if (*Known == capi::OwnerEnd::CallsDeleter)
      Result->Slots[0].OnObject = effectOfDeleter(Class, Calls);
    Result->RunsCode = *Known != capi::OwnerEnd::LeavesAlone;
    return Result;
  }
  if (Class.hasTrivialDestructor())
    return Result;
  const CXXDestructorDecl *Destructor = Class.getDestructor();
  if (Destructor && Destructor->isUserProvided())
    return fromBody(*Destructor);
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const CXXRecordDecl *Record = Base.getType()->getAsCXXRecordDecl();
        Record && isOwner(Record)) {
      const OwnerEffects *Known = destruction(*Record);
      return Known ? std::make_unique<OwnerEffects>(*Known) : nullptr;
    }
  return nullptr;
}

} // namespace immortal::freshness
