// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Exposure.h"
#include "Freshness/Places.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace immortal::freshness {

/// One walk over the body. Every use of a variable as an lvalue, and every use
/// of an address, must be one that is understood; all others expose.
class Exposure::Walker {
public:
  Walker(Exposure &Result, CallTest LeavesAlone)
      : Result(Result), LeavesAlone(LeavesAlone) {}

  void walk(const Stmt &S);
  void finish();

private:
  void visitChild(const Stmt &Parent, const Expr &Child, unsigned Index);
  bool understandsLValue(const Stmt &Parent, const Expr &Child,
                         unsigned Index) const;
  bool understandsAddress(const Stmt &Parent, unsigned Index) const;
  void visitDeclarations(const DeclStmt &S);
  void visitCaptures(const Stmt &S);
  void noteControlFlow(const Stmt &S);
  void noteWrite(const Expr &LValue);
  bool isMentioned(const Stmt &In, const ValueDecl *D) const;
  bool isStable(const Expr *LValue) const;

  void expose(const VarDecl *Var) {
    if (Var)
      Result.Exposed.insert(Var->getCanonicalDecl());
  }
  const VarDecl *rootOf(const Expr *LValue) const;
  const Expr *addressee(const Expr *Pointer) const;

  Exposure &Result;
  CallTest LeavesAlone;
  /// Operators with operands in no defined order, around what is visited.
  llvm::SmallVector<std::pair<const Stmt *, const Stmt *>, 8> Unordered;
};

/// The variable that is, or contains, the lvalue; nullptr if a pointer leads
/// to it.
const VarDecl *Exposure::Walker::rootOf(const Expr *E) const {
  for (;;) {
    E = stripLValue(E);
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
        return Static;
      if (Member->isArrow()) {
        E = addressee(Member->getBase());
        if (!E)
          return nullptr;
        continue;
      }
      E = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = addressee(Subscript->getBase());
      if (!E)
        return nullptr;
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() != UO_Deref)
        return rootOf(Unary->getSubExpr());
      E = addressee(Unary->getSubExpr());
      if (!E)
        return nullptr;
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
      E = Binary->getOpcode() == BO_Comma ? Binary->getRHS() : Binary->getLHS();
    } else if (const auto *Reference = dyn_cast<DeclRefExpr>(E)) {
      if (const auto *Binding = dyn_cast<BindingDecl>(Reference->getDecl())) {
        E = Binding->getBinding();
        if (!E)
          return nullptr;
        continue;
      }
      const auto *Var = dyn_cast<VarDecl>(Reference->getDecl());
      if (!Var || !Var->getType()->isReferenceType())
        return Var;
      const auto Alias = Result.Aliases.find(Var->getCanonicalDecl());
      if (Alias == Result.Aliases.end())
        return nullptr;
      E = Alias->second;
    } else {
      return nullptr;
    }
  }
}

/// The lvalue whose address the pointer is; nullptr if that is not known.
const Expr *Exposure::Walker::addressee(const Expr *Pointer) const {
  const Expr *E = stripPointerCasts(Pointer);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_AddrOf ? Unary->getSubExpr() : nullptr;
  const auto *Cast = dyn_cast<CastExpr>(E);
  if (!Cast)
    return nullptr;
  if (Cast->getCastKind() == CK_ArrayToPointerDecay)
    return Cast->getSubExpr();
  if (Cast->getCastKind() != CK_LValueToRValue)
    return nullptr;
  const auto *Reference =
      dyn_cast<DeclRefExpr>(stripLValue(Cast->getSubExpr()));
  const auto *Var =
      Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
  if (!Var || !Var->getType()->isPointerType())
    return nullptr;
  return Result.Aliases.lookup(Var->getCanonicalDecl());
}

bool Exposure::Walker::understandsLValue(const Stmt &Parent, const Expr &Child,
                                         unsigned Index) const {
  if (const auto *Cast = dyn_cast<CastExpr>(&Parent))
    return Cast->isGLValue() || Cast->getCastKind() == CK_LValueToRValue ||
           Cast->getCastKind() == CK_ArrayToPointerDecay ||
           Cast->getCastKind() == CK_ToVoid;
  if (const auto *Member = dyn_cast<MemberExpr>(&Parent))
    return isa<FieldDecl>(Member->getMemberDecl());
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
  if (isa<MemberExpr, ArraySubscriptExpr>(Parent))
    return true;
  return !isa<Expr, ReturnStmt, AsmStmt, DeclStmt, CXXForRangeStmt,
              CoreturnStmt>(Parent);
}

void Exposure::Walker::visitChild(const Stmt &Parent, const Expr &Child,
                                  unsigned Index) {
  if (Child.isGLValue()) {
    if (!understandsLValue(Parent, Child, Index))
      expose(rootOf(&Child));
    return;
  }
  // Where a cast's result goes decides, not the cast.
  if (const auto *Passes = dyn_cast<Expr>(&Parent);
      Passes && stripPointerCasts(Passes) != Passes)
    return;
  const Expr *Target = addressee(&Child);
  if (!Target)
    return;
  if (isa<CallExpr>(Parent))
    noteWrite(*Target);
  if (!understandsAddress(Parent, Index))
    expose(rootOf(Target));
}

/// Whether the lvalue names the same memory at all times: no pointer on the way
/// to it changes.
bool Exposure::Walker::isStable(const Expr *E) const {
  for (;;) {
    E = stripLValue(E);
    const Expr *Pointer = nullptr;
    if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
      return isa<VarDecl>(Reference->getDecl());
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (!Member->isArrow()) {
        E = Member->getBase();
        continue;
      }
      Pointer = Member->getBase();
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() != UO_Deref)
        return false;
      Pointer = Unary->getSubExpr();
    } else {
      return false;
    }
    if (isa<CXXThisExpr>(stripPointerCasts(Pointer)))
      return true;
    if (const Expr *Target = addressee(Pointer)) {
      E = Target;
      continue;
    }
    const auto *Load = dyn_cast<CastExpr>(stripPointerCasts(Pointer));
    const auto *Reference =
        Load && Load->getCastKind() == CK_LValueToRValue
            ? dyn_cast<DeclRefExpr>(stripLValue(Load->getSubExpr()))
            : nullptr;
    const auto *Var =
        Reference ? dyn_cast<VarDecl>(Reference->getDecl()) : nullptr;
    return Var && Var->hasLocalStorage() && !Result.isWritten(Var) &&
           !Result.isExposed(Var) && !Var->getType().isVolatileQualified();
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
    const Expr *Target = Type->isReferenceType() && Init->isGLValue()
                             ? stripLValue(Init)
                             : addressee(Init);
    if (!Target || (Type->isReferenceType() && !Init->isGLValue()))
      continue;
    const bool MayAlias = (Type->isPointerType() || Type->isReferenceType()) &&
                          !Type.isVolatileQualified() && Var->hasLocalStorage();
    if (MayAlias)
      Result.Aliases[Var->getCanonicalDecl()] = Target;
    else
      expose(rootOf(Target));
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
  if (!D || !LValue.getType()->isPointerType())
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

void Exposure::Walker::finish() {
  // An alias that changes, or whose target moves, is an address like any other.
  // A rejected alias may make another one unstable, so until nothing changes.
  llvm::SmallVector<std::pair<const VarDecl *, const VarDecl *>, 4> Rejected;
  do {
    Rejected.clear();
    for (const auto &[Var, Target] : Result.Aliases)
      if (Result.isWritten(Var) || Result.isExposed(Var) || !isStable(Target))
        Rejected.push_back({Var, rootOf(Target)});
    for (const auto &[Var, Root] : Rejected) {
      Result.Aliases.erase(Var);
      expose(Root);
    }
  } while (!Rejected.empty());
}

Exposure::Exposure(const Stmt &Body, CallTest LeavesAlone) {
  Walker W(*this, LeavesAlone);
  W.walk(Body);
  W.finish();
}

const Expr *Exposure::aliasedLValue(const VarDecl *Var) const {
  return Aliases.lookup(Var->getCanonicalDecl());
}

} // namespace immortal::freshness
