// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/FactBuilder.h"
#include "CAPI/PrivateNames.h"
#include "Freshness/Callers.h"
#include "Freshness/Layouts.h"
#include "Freshness/PythonHeaders.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include <limits>

using namespace clang;

namespace immortal::freshness {

FactBuilder::FactBuilder(const ASTContext &Context, const CallModel &Calls,
                         const FunctionDecl &Function, const Exposure &Exposed,
                         bool OfOwner)
    : Context(Context), Calls(Calls), Function(Function), Exposed(Exposed),
      AllOwners(Calls.owners()), OfOwner(OfOwner),
      AllPlaces(Function, Exposed, AllOwners, OfOwner) {}

void FactBuilder::build(const CFG &Graph) {
  // A write may reach a place that is only named further down, around a loop:
  // so all places come first.
  collectPlaces(Graph);
  addParameters();
  Results.emplace(Function, Graph, Calls);
  Result.Blocks.resize(Graph.getNumBlockIDs());
  for (const CFGBlock *Block : Graph) {
    Current = &Result.Blocks[Block->getBlockID()];
    Current->FirstFact = Result.Facts.size();
    Tested = Results->testedIn(*Block);
    Current->SuccessEdge = Tested.Call ? Tested.SuccessEdge : Fact::Surely;
    for (const CFGElement &Element : *Block) {
      if (const auto S = Element.getAs<CFGStmt>())
        Result.Points[S->getStmt()] = {
            Block->getBlockID(), static_cast<uint32_t>(Result.Facts.size())};
      visitElement(Element);
    }
    Current->EndFact = Result.Facts.size();
    visitCondition(*Block);
  }
}

/// Calls \p Do for the lists inside \p Init that initialise members one by one.
static void forEachList(const Expr *Init,
                        llvm::function_ref<void(const InitListExpr *)> Do) {
  const auto *List = dyn_cast_or_null<InitListExpr>(Init);
  if (!List)
    return;
  Do(List);
  for (const Expr *Element : List->inits())
    forEachList(Element, Do);
}

void FactBuilder::collectPlaces(const CFG &Graph) {
  for (const CFGBlock *Block : Graph)
    for (const CFGElement &Element : *Block) {
      const auto S = Element.getAs<CFGStmt>();
      if (!S)
        continue;
      if (const auto *E = dyn_cast<Expr>(S->getStmt())) {
        if (E->isGLValue())
          AllPlaces.named(E);
        if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
          Distributed.insert(stripPointerCasts(Subscript->getBase()));
        continue;
      }
      const auto *Declarations = dyn_cast<DeclStmt>(S->getStmt());
      if (!Declarations)
        continue;
      for (const Decl *D : Declarations->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          collectPlaces(*Var);
    }
}

void FactBuilder::collectPlaces(const VarDecl &Var) {
  forEachList(Var.getInit(),
              [&](const InitListExpr *List) { Distributed.insert(List); });
  if (isa_and_nonnull<InitListExpr>(Var.getInit()) &&
      !Var.getType()->isReferenceType() && !Var.getType().isVolatileQualified())
    forEachPart(AllPlaces.variable(&Var), Var.getType(), Var.getInit(),
                [](PlaceID, QualType, const Expr *) {});
}

void FactBuilder::addParameters() {
  for (const ParmVarDecl *Parameter : Function.parameters()) {
    if (!Parameter->getType()->isPointerType() ||
        Parameter->getType().isVolatileQualified())
      continue;
    const bool IsBorrowed =
        Calls.callers().kindOf(*Parameter) == Callers::Parameter::Borrowed;
    addParameter(AllPlaces.variable(Parameter),
                 {nullptr, Parameter, false,
                  StateSet(IsBorrowed ? State::Argument : State::Parameter) |
                      State::Null,
                  capi::TypeKey::Any});
  }
  if (OfOwner)
    addOwners();
}

void FactBuilder::addParameter(PlaceID Place, Origin From) {
  Result.Parameters.push_back(
      {Place, static_cast<OriginID>(Result.Origins.size())});
  Result.Origins.push_back(From);
}

Fact &FactBuilder::emit(Fact::Kind How, const Value &Values,
                        const Stmt &Where) {
  Fact F;
  F.How = How;
  F.FirstSource = Result.Sources.size();
  F.NumSources = Values.size();
  F.Where = &Where;
  Result.Sources.insert(Result.Sources.end(), Values.begin(), Values.end());
  Result.Facts.push_back(F);
  return Result.Facts.back();
}

Fact *FactBuilder::apply(Event What, const Value &To, const Stmt &Where,
                         uint32_t Place) {
  // NULL has no state to change.
  if (llvm::all_of(To, [](Source S) {
        return S.What == Source::Null || S.What == Source::Uninitialized;
      }))
    return nullptr;
  Fact &F = emit(Fact::Apply, To, Where);
  F.What = What;
  F.Target = Place;
  return &F;
}

void FactBuilder::runCode(const Stmt &Where) { emit(Fact::RunCode, {}, Where); }

void FactBuilder::escape(const Expr *E, const Stmt &Where) {
  if (E->isGLValue())
    escapeOwner(E, Where);
  if (E->isGLValue() || AllOwners.holdsObject(E->getType()))
    apply(Event::Escape, valueOf(E), Where);
}

void FactBuilder::assign(PlaceID To, const Value &From, const Stmt &Where) {
  emit(Fact::Assign, From, Where).Target = To;
  const auto Smear = [&](PlaceID Place) {
    if (Place != To)
      emit(Fact::Smear, {}, Where).Target = Place;
  };
  // What the old pointer led to is not what the new one leads to.
  AllPlaces.forEachBelow(To, Smear);
  const Place P = AllPlaces[To];
  if (!P.IsMemory)
    return;
  apply(Event::Store, From, Where, To);
  // Other names for the same memory.
  if (P.Last.How == PlaceStep::Field)
    llvm::for_each(AllPlaces.memoryFields(P.Last.Decl), Smear);
  if (P.Last.How == PlaceStep::Deref || P.Last.How == PlaceStep::Index)
    emit(Fact::SmearOtherMemory, {}, Where).Target = To;
  else
    llvm::for_each(AllPlaces.targets(), Smear);
}

/// Whether the store \p LValue is what a macro of the C API expands to that
/// takes its argument's reference: PyList_SET_ITEM before 3.11.
static bool isStealingMacro(const Expr *LValue, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  for (SourceLocation Loc = LValue->getExprLoc(); Loc.isMacroID();
       Loc = SM.getImmediateMacroCallerLoc(Loc)) {
    const capi::Function *Row = capi::findFunction(
        Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts()));
    if (Row && Row->isMacro() &&
        llvm::any_of(Row->ArgumentRows, [](const capi::ArgumentRow &R) {
          return R.What == capi::Effect::Steals;
        }))
      return true;
  }
  return false;
}

static bool isCountField(const ValueDecl &Member) {
  const auto *Field =
      Member.getIdentifier() ? capi::findCountField(Member.getName()) : nullptr;
  return Field && Field->Part != capi::FieldPart::Optional;
}

/// The pointer to the container of which \p LValue is an element.
static const Expr *containerOf(const Expr *LValue) {
  for (const Expr *E = stripPointerCasts(LValue);;) {
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (Member->isArrow())
        return Member->getBase();
      E = stripPointerCasts(Member->getBase());
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = stripPointerCasts(Subscript->getBase());
    } else if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      E = stripPointerCasts(Cast->getSubExpr());
    } else {
      return nullptr;
    }
  }
}

/// How many bytes at the start of an object are CPython's alone.
static int64_t sizeOfObject(const ASTContext &Context) {
  const RecordDecl *Object = objectRecord(Context);
  return Object ? sizeOf(*Object, Context)
                      .value_or(std::numeric_limits<int64_t>::max())
                : 0;
}

/// What a store into an object's own reference count makes of it is not known.
/// A pointer to something else than objects may lead there, too.
void FactBuilder::escapeIfCounted(const Expr *LValue, const Stmt &Where) {
  bool IsCount = false;
  int64_t Offset = 0;
  for (const Expr *E = stripLValue(LValue);;) {
    const Expr *Pointer = nullptr;
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      IsCount |= isCountField(*Member->getMemberDecl());
      if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
        Offset += offsetOf(*Field, Context).value_or(0);
      (Member->isArrow() ? Pointer : E) = stripLValue(Member->getBase());
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      const Expr *Base = stripPointerCasts(Subscript->getBase());
      const auto *Decay = dyn_cast<CastExpr>(Base);
      if (Decay && Decay->getCastKind() == CK_ArrayToPointerDecay)
        E = stripLValue(Decay->getSubExpr());
      else
        Pointer = Base;
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E);
               Unary && Unary->getOpcode() == UO_Deref) {
      Pointer = stripPointerCasts(Unary->getSubExpr());
    } else {
      if (IsCount)
        apply(Event::Escape, addressOf(E), Where);
      return;
    }
    if (!Pointer)
      continue;
    if (IsCount || Context.toCharUnitsFromBits(Offset).getQuantity() <
                       sizeOfObject(Context))
      if (Fact *F = apply(Event::Escape, valueOf(Pointer), Where))
        F->OnlyKnown = !IsCount;
    return;
  }
}

void FactBuilder::assign(const Expr *To, const Expr *From, const Stmt &Where) {
  const QualType Type = To->getType();
  const auto Place = AllPlaces.named(To);
  if (!Type->isPointerType()) {
    escapeIfCounted(To, Where);
    if (Place && !isa<DeclRefExpr>(stripLValue(To)))
      assign(*Place, {{Source::Unknown}}, Where);
    if (Type->isRecordType() && Place)
      assign(*Place, {{Source::Unknown}}, Where);
    return;
  }
  const Value Values = valueOf(From);
  if (isStealingMacro(To, Context)) {
    apply(Event::Steal, Values, Where);
    Value Kept = Values;
    if (const Expr *Container = containerOf(To))
      llvm::append_range(Kept, valueOf(Container));
    emit(Fact::KeptBy, Kept, Where).Target = Values.size();
    return;
  }
  if (Place)
    return assign(*Place, Values, Where);
  apply(Event::Store, Values, Where);
  emit(Fact::SmearMemory, {}, Where);
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(stripLValue(To)))
    if (const auto Element = AllPlaces.pointedTo(Subscript->getBase()))
      if (const auto Array = AllPlaces[*Element].Parent)
        AllPlaces.forEachBelow(*Array, [&](PlaceID Other) {
          emit(Fact::Smear, {}, Where).Target = Other;
        });
}

void FactBuilder::assignUnknown(const Expr *To, const Stmt &Where) {
  if (const auto Place = AllPlaces.named(To))
    assign(*Place, {{Source::Unknown}}, Where);
  else
    emit(Fact::SmearMemory, {}, Where);
}

void FactBuilder::forEachPart(
    PlaceID To, QualType Type, const Expr *Init,
    llvm::function_ref<void(PlaceID, QualType, const Expr *)> Do) {
  const auto *List = dyn_cast<InitListExpr>(Init);
  if (List && !List->isSemanticForm() && List->getSemanticForm())
    List = List->getSemanticForm();
  if (!List || isa<ImplicitValueInitExpr>(Init) || AllOwners.holdsObject(Type))
    return Do(To, Type, Init);
  if (const auto *Record = Type->getAsRecordDecl()) {
    // Which member of a union is meant is not followed.
    if (Record->isUnion())
      return Do(To, Type, Init);
    unsigned Index = 0;
    for (const FieldDecl *Field : Record->fields()) {
      if (Field->isUnnamedBitField())
        continue;
      if (Index < List->getNumInits())
        forEachPart(AllPlaces.field(To, *Field), Field->getType(),
                    List->getInit(Index), Do);
      ++Index;
    }
    return;
  }
  const auto *Array = Context.getAsArrayType(Type);
  for (unsigned I = 0; I < List->getNumInits(); ++I)
    forEachPart(Array ? AllPlaces.child(To, {PlaceStep::Index, nullptr, I})
                      : To,
                Array ? Array->getElementType() : Type, List->getInit(I), Do);
}

void FactBuilder::escapeAll(const Expr *Init, const Stmt &Where) {
  if (const auto *List = dyn_cast<InitListExpr>(Init)) {
    for (const Expr *Element : List->inits())
      escapeAll(Element, Where);
    return;
  }
  escape(Init, Where);
}

void FactBuilder::initialize(PlaceID To, QualType Type, const Expr *Init,
                             const Stmt &Where) {
  forEachPart(
      To, Type, Init, [&](PlaceID Part, QualType PartType, const Expr *From) {
        if (isa<ImplicitValueInitExpr>(From))
          return assign(Part, {{Source::Null}}, Where);
        if (AllOwners.holdsObject(PartType) && !PartType.isVolatileQualified())
          return assign(Part, valueOf(From), Where);
        escapeAll(From, Where);
        assign(Part, {{Source::Unknown}}, Where);
      });
}

void FactBuilder::visitDeclaration(const VarDecl &Var, const Stmt &Where) {
  const QualType Type = Var.getType();
  if (Type->isReferenceType() && Var.getInit() && Var.getInit()->isGLValue())
    escapeIfCounted(Var.getInit(), Where);
  // An owner that a reference keeps alive.
  if (Type->isReferenceType() && Var.getInit() &&
      isa<MaterializeTemporaryExpr>(stripLValue(Var.getInit())) &&
      !Exposed.aliasedLValue(&Var))
    return escape(Var.getInit(), Where);
  if (Type.isVolatileQualified() && Var.getInit())
    return escapeAll(Var.getInit(), Where);
  if (Type->isReferenceType() || Type.isVolatileQualified() ||
      (Var.isStaticLocal() && Var.hasConstantInitialization()))
    return;
  const PlaceID Place = AllPlaces.variable(&Var);
  if (const Expr *Init = Var.getInit())
    return initialize(Place, Type, Init, Where);
  if (Var.hasLocalStorage()) {
    assign(Place, {{Source::Uninitialized}}, Where);
  }
}

void FactBuilder::visitElement(const CFGElement &Element) {
  if (const auto S = Element.getAs<CFGStmt>())
    return visitStatement(*S->getStmt());
  const Stmt &Where = *Function.getBody();
  if (const auto Cleanup = Element.getAs<CFGCleanupFunction>()) {
    const PlaceID Place = AllPlaces.variable(Cleanup->getVarDecl());
    apply(Event::Escape, {{Source::InPlace, Place}}, Where);
    assign(Place, {{Source::Unknown}}, Where);
    return runCode(Where);
  }
  if (Element.getAs<CFGImplicitDtor>())
    return visitEnd(Element);
  if (const auto Initializer = Element.getAs<CFGInitializer>())
    visitInitializer(*Initializer->getInitializer());
}

} // namespace immortal::freshness
