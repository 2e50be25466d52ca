// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Exposure.h"
#include "CAPI/ObjectTag.h"
#include "Freshness/ExposureWalker.h"
#include "Freshness/Places.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace immortal::freshness {

bool Exposure::Walker::understandsLValue(const Stmt &Parent, const Expr &Child,
                                         unsigned Index) const {
  if (const auto *Cast = dyn_cast<CastExpr>(&Parent))
    return Cast->isGLValue() || Cast->getCastKind() == CK_LValueToRValue ||
           Cast->getCastKind() == CK_ArrayToPointerDecay ||
           Cast->getCastKind() == CK_ToVoid;
  if (const auto *Member = dyn_cast<MemberExpr>(&Parent))
    return isa<FieldDecl>(Member->getMemberDecl()) ||
           Understood.contains(Member);
  // A name for the same lvalue: where that goes decides.
  if (const auto *Passes = dyn_cast<Expr>(&Parent);
      Passes && stripLValue(Passes) != Passes)
    return true;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&Parent))
    return AllOwners.describe(*Construct) != nullptr;
  if (const auto *Call = dyn_cast<CallExpr>(&Parent);
      Call && AllOwners.describe(*Call))
    return true;
  // What a member of an owner returns is the owner itself.
  if (isa<ReturnStmt>(Parent))
    if (const auto *Deref = dyn_cast<UnaryOperator>(stripLValue(&Child)))
      return Deref->getOpcode() == UO_Deref &&
             isa<CXXThisExpr>(stripPointerCasts(Deref->getSubExpr()));
  if (const auto *Call = dyn_cast<CallExpr>(&Parent))
    return Index > 0 && LeavesAlone(*Call, Index - 1);
  if (const auto *Binary = dyn_cast<BinaryOperator>(&Parent))
    return !Binary->isPtrMemOp();
  if (isa<ParenExpr, FullExpr, UnaryOperator>(Parent))
    return true;
  // A discarded expression.
  return !isa<Expr, ReturnStmt, AsmStmt, DeclStmt, CXXForRangeStmt,
              CoreturnStmt>(Parent);
}

bool Exposure::Walker::understandsAddress(const Stmt &Parent,
                                          unsigned Index) const {
  if (const auto *Unary = dyn_cast<UnaryOperator>(&Parent))
    return Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_LNot;
  if (const auto *Binary = dyn_cast<BinaryOperator>(&Parent))
    return Binary->isComparisonOp() || Binary->isLogicalOp();
  if (const auto *Cast = dyn_cast<CastExpr>(&Parent))
    return Cast->getCastKind() == CK_PointerToBoolean ||
           Cast->getCastKind() == CK_ToVoid;
  if (const auto *Call = dyn_cast<CallExpr>(&Parent))
    return Index > 0 && LeavesAlone(*Call, Index - 1);
  if (const auto *Member = dyn_cast<MemberExpr>(&Parent))
    return isa<FieldDecl>(Member->getMemberDecl()) ||
           Understood.contains(Member);
  if (isa<ArraySubscriptExpr>(Parent))
    return true;
  return !isa<Expr, ReturnStmt, AsmStmt, DeclStmt, CXXForRangeStmt,
              CoreturnStmt>(Parent);
}

/// Whether the same memory is read alike through both types: what holds one
/// pointer each, one class and its base, or an object's head and its whole.
static bool isSameMemory(QualType A, QualType B) {
  A = A.getCanonicalType().getUnqualifiedType();
  B = B.getCanonicalType().getUnqualifiedType();
  if (A == B || (A->isPointerType() && B->isPointerType()))
    return true;
  const RecordDecl *First = A->getAsRecordDecl();
  const RecordDecl *Second = B->getAsRecordDecl();
  if (!First || !Second)
    return false;
  if (First->getName() == capi::ObjectTag ||
      Second->getName() == capi::ObjectTag)
    return true;
  const auto *Class = dyn_cast<CXXRecordDecl>(First);
  const auto *Other = dyn_cast<CXXRecordDecl>(Second);
  return Class && Other && Class->hasDefinition() && Other->hasDefinition() &&
         (Class->isDerivedFrom(Other) || Other->isDerivedFrom(Class));
}

/// Whether \p Cast gives other names to what \p Child, an lvalue or the address
/// of one, names.
bool Exposure::Walker::isPun(const CastExpr &Cast, const Expr &Child) const {
  if (Cast.getCastKind() == CK_LValueBitCast)
    return !isSameMemory(Cast.getType(), Child.getType());
  const Expr *Target =
      Cast.getCastKind() == CK_BitCast ? addressee(&Child) : nullptr;
  const QualType To = Cast.getType();
  return Target && To->isPointerType() && !To->isVoidPointerType() &&
         !isSameMemory(To->getPointeeType(), Target->getType());
}

void Exposure::Walker::visitChild(const Stmt &Parent, const Expr &Child,
                                  unsigned Index) {
  if (const auto *Cast = dyn_cast<CastExpr>(&Parent);
      Cast && isPun(*Cast, Child)) {
    const Expr *Of = Child.isGLValue() ? &Child : addressee(&Child);
    const QualType As =
        Cast->isGLValue() ? Cast->getType() : Cast->getType()->getPointeeType();
    exposeRoot(Of);
    if (As->isIntegralOrEnumerationType())
      loseSight(*Of);
  }
  if (Child.isGLValue()) {
    if (!understandsLValue(Parent, Child, Index))
      exposeRoot(&Child);
    return;
  }
  // Where a cast's result goes decides, not the cast.
  if (const auto *Passes = dyn_cast<Expr>(&Parent);
      Passes && stripPointerCasts(Passes) != Passes)
    return;
  if (isa<CXXThisExpr>(stripPointerCasts(&Child)))
    return visitThis(Parent, Index);
  const Expr *Target = addressee(&Child);
  if (!Target)
    return;
  if (isa<CallExpr>(Parent))
    noteWrite(*Target);
  else if (Child.getType()->isVoidPointerType())
    loseSight(*Target);
  if (!understandsAddress(Parent, Index))
    exposeRoot(Target);
}

void Exposure::Walker::exposeRoot(const Expr *LValue) {
  bool IsThis = false;
  expose(rootOf(LValue, &IsThis));
  Result.ThisLeaks |= IsThis;
}

/// Behind a pointer to bytes or to nothing in particular, nobody sees what
/// becomes of a pointer.
void Exposure::Walker::loseSight(const Expr &LValue) {
  if (const VarDecl *Root = rootOf(&LValue))
    Result.InPieces.insert(Root->getCanonicalDecl());
}

void Exposure::Walker::visitThis(const Stmt &Parent, unsigned Index) {
  Result.ThisLeaks |= !understandsAddress(Parent, Index);
}

/// Members of owners write the owners, and may write their arguments.
void Exposure::Walker::visitOwnerCall(const CallExpr &Call) {
  if (stripLValue(&Call) != &Call)
    return noteWrite(*Call.getArg(0));
  const OwnerEffects *Effects = AllOwners.describe(Call);
  if (!Effects)
    return;
  Understood.insert(Call.getCallee()->IgnoreParens());
  for (unsigned I = 0; I < Effects->Slots.size(); ++I) {
    const Expr *Slot = Owners::slot(Call, I);
    if (!Slot || Effects->Slots[I].Then == OwnerSlot::Same)
      continue;
    if (Slot->isGLValue())
      noteWrite(*Slot);
    if (const VarDecl *Root = Slot->isGLValue() ? rootOf(Slot) : nullptr)
      Result.Written.insert(Root->getCanonicalDecl());
  }
}

void Exposure::Walker::walkInitializers(const CXXConstructorDecl &Constructor) {
  for (const CXXCtorInitializer *Init : Constructor.inits()) {
    const Expr *From = Init->getInit();
    if (From->isGLValue())
      exposeRoot(From);
    else if (const Expr *Target = addressee(From))
      exposeRoot(Target);
    else if (isa<CXXThisExpr>(stripPointerCasts(From)))
      Result.ThisLeaks = true;
    walk(*From);
  }
}

void Exposure::Walker::visitDeclarations(const DeclStmt &S) {
  for (const Decl *D : S.decls()) {
    const auto *Var = dyn_cast<VarDecl>(D);
    Result.Errors |= D->isInvalidDecl();
    if (!Var || !Var->getInit())
      continue;
    const Expr *Init = Var->getInit();
    const QualType Type = Var->getType();
    Result.ThisLeaks |= isa<CXXThisExpr>(stripPointerCasts(Init));
    const Expr *Target = Type->isReferenceType() && Init->isGLValue()
                             ? stripLValue(Init)
                             : addressee(Init);
    if (!Target || (Type->isReferenceType() && !Init->isGLValue()))
      continue;
    // Of an array the elements are meant, and which one is not followed.
    const bool MayAlias =
        (Type->isPointerType() || Type->isReferenceType()) &&
        !Type.isVolatileQualified() && Var->hasLocalStorage() &&
        !Target->getType()->isArrayType() &&
        isSameMemory(Type->isReferenceType() ? Type.getNonReferenceType()
                                             : Type->getPointeeType(),
                     Target->getType());
    if (MayAlias)
      Result.Aliases[Var->getCanonicalDecl()] = Target;
    else
      exposeRoot(Target);
    if (Type->isVoidPointerType())
      loseSight(*Target);
  }
}

void Exposure::Walker::visitCaptures(const Stmt &S) {
  if (const auto *Lambda = dyn_cast<LambdaExpr>(&S)) {
    for (const LambdaCapture &Capture : Lambda->captures())
      if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
        expose(dyn_cast<VarDecl>(Capture.getCapturedVar()));
  } else if (const auto *Block = dyn_cast<BlockExpr>(&S)) {
    for (const BlockDecl::Capture &Capture : Block->getBlockDecl()->captures())
      expose(Capture.getVariable());
  } else if (const auto *Captured = dyn_cast<CapturedStmt>(&S)) {
    for (const CapturedStmt::Capture &Capture : Captured->captures())
      if (Capture.capturesVariable())
        expose(Capture.getCapturedVar());
    Result.HiddenControlFlow = true;
  }
}

void Exposure::Walker::noteControlFlow(const Stmt &S) {
  if (const auto *E = dyn_cast<Expr>(&S))
    Result.Errors |= E->containsErrors();
  if (isa<AddrLabelExpr, CoroutineBodyStmt, CoawaitExpr, CoyieldExpr>(S))
    Result.HiddenControlFlow = true;
  Result.Handlers |= isa<CXXTryStmt, SEHTryStmt>(S);
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      if (Callee->hasAttr<ReturnsTwiceAttr>())
        Result.HiddenControlFlow = true;
}

bool Exposure::Walker::isMentioned(const Stmt &In, const ValueDecl *D) const {
  if (const auto *Reference = dyn_cast<DeclRefExpr>(&In))
    if (Reference->getDecl()->getCanonicalDecl() == D)
      return true;
  if (const auto *Member = dyn_cast<MemberExpr>(&In))
    if (Member->getMemberDecl() == D)
      return true;
  return llvm::any_of(In.children(), [&](const Stmt *Child) {
    return Child && isMentioned(*Child, D);
  });
}

void Exposure::Walker::noteWrite(const Expr &LValue) {
  const Expr *E = stripLValue(&LValue);
  const ValueDecl *D = nullptr;
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    D = Member->getMemberDecl();
  else if (const VarDecl *Root = rootOf(E))
    D = Root->getCanonicalDecl();
  if (!D || !AllOwners.holdsObject(LValue.getType()))
    return;
  for (const auto &[Operator, Operand] : Unordered)
    for (const Stmt *Child : Operator->children())
      if (Child && Child != Operand && isMentioned(*Child, D))
        Result.Unsequenced = true;
}

/// Whether the operands of \p S are evaluated in no defined order.
static bool isUnordered(const Stmt &S) {
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
    return !Binary->isLogicalOp() && Binary->getOpcode() != BO_Comma;
  return isa<CallExpr, ArraySubscriptExpr, InitListExpr, CXXConstructExpr>(S);
}

void Exposure::Walker::walk(const Stmt &S) {
  // Operands of sizeof and the like are not evaluated; lambdas and blocks have
  // bodies of their own.
  if (isa<UnaryExprOrTypeTraitExpr>(S))
    return;
  noteControlFlow(S);
  visitCaptures(S);
  if (isa<BlockExpr, CapturedStmt>(S))
    return;
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S);
      Binary && Binary->isAssignmentOp()) {
    noteWrite(*Binary->getLHS());
    if (const VarDecl *Root = rootOf(Binary->getLHS()))
      Result.Written.insert(Root->getCanonicalDecl());
  } else if (const auto *Unary = dyn_cast<UnaryOperator>(&S);
             Unary && Unary->isIncrementDecrementOp()) {
    noteWrite(*Unary->getSubExpr());
    if (const VarDecl *Root = rootOf(Unary->getSubExpr()))
      Result.Written.insert(Root->getCanonicalDecl());
  }
  if (const auto *Declarations = dyn_cast<DeclStmt>(&S))
    visitDeclarations(*Declarations);
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    visitOwnerCall(*Call);

  unsigned Index = 0;
  for (const Stmt *Child : S.children()) {
    if (Child) {
      if (const auto *E = dyn_cast<Expr>(Child); E && !isa<DeclStmt>(S))
        visitChild(S, *E, Index);
      if (isUnordered(S))
        Unordered.push_back({&S, Child});
      walk(*Child);
      if (isUnordered(S))
        Unordered.pop_back();
    }
    ++Index;
  }
}

/// Whether \p Target is an alias itself, one that is a pointer: what that
/// leads to has a name already.
bool Exposure::Walker::isPointerAlias(const Expr &Target) const {
  const auto *Name = dyn_cast<DeclRefExpr>(stripLValue(&Target));
  const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var && Var->getType()->isPointerType() &&
         Result.Aliases.contains(Var->getCanonicalDecl());
}

void Exposure::Walker::finish() {
  // An alias that changes, or whose target moves, is an address like any other.
  // A rejected alias may make another one unstable, so until nothing changes.
  llvm::SmallVector<std::pair<const VarDecl *, const VarDecl *>, 4> Rejected;
  do {
    Rejected.clear();
    for (const auto &[Var, Target] : Result.Aliases)
      if (Result.isWritten(Var) || Result.isExposed(Var) || !isStable(Target) ||
          isPointerAlias(*Target))
        Rejected.push_back({Var, rootOf(Target)});
    for (const auto &[Var, Root] : Rejected) {
      Result.Aliases.erase(Var);
      expose(Root);
    }
  } while (!Rejected.empty());
}

Exposure::Exposure(const FunctionDecl &Function, CallTest LeavesAlone,
                   const Owners &AllOwners) {
  Walker W(*this, LeavesAlone, AllOwners);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
    W.walkInitializers(*Constructor);
  W.walk(*Function.getBody());
  W.finish();
}

const Expr *Exposure::aliasedLValue(const VarDecl *Var) const {
  return Aliases.lookup(Var->getCanonicalDecl());
}

} // namespace immortal::freshness
