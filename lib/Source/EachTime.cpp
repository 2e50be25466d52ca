// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/EachTime.h"
#include "Source/ResultUse.h"
#include "Source/UserCode.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace immortal::source {

namespace {
class Path {
public:
  Path(const FunctionDecl &Function, const VarDecl *Object,
       const UserCode &Code, const ASTContext &Context)
      : Function(Function), Object(Object), Code(Code), Context(Context),
        Parents(Function.getBody()) {
    collectValues(*Function.getBody());
  }

  bool leadsAlwaysTo(const Expr &Site) const {
    const Stmt *Child = &Site;
    for (const Stmt *Parent = Parents.getParent(Child); Parent;
         Child = Parent, Parent = Parents.getParent(Child))
      if (!passes(*Parent, *Child))
        return false;
    return Child == Function.getBody();
  }

private:
  /// Whether \p Child is reached whenever \p Parent is, if nothing fails.
  bool passes(const Stmt &Parent, const Stmt &Child) const {
    if (const auto *If = dyn_cast<IfStmt>(&Parent))
      return If->getCond() == &Child || If->getInit() == &Child ||
             asksForObjectOnly(*If->getCond());
    if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(&Parent))
      return Choice->getCond() == &Child ||
             asksForObjectOnly(*Choice->getCond());
    if (const auto *Binary = dyn_cast<BinaryOperator>(&Parent))
      return !Binary->isLogicalOp() || Binary->getLHS() == &Child ||
             asksForObjectOnly(*Binary->getLHS());
    if (const auto *Block = dyn_cast<CompoundStmt>(&Parent))
      return passesUpTo(*Block, Child);
    if (const auto *Declaration = dyn_cast<DeclStmt>(&Parent))
      return llvm::none_of(Declaration->decls(), [](const Decl *D) {
        const auto *Var = dyn_cast<VarDecl>(D);
        return Var && Var->isStaticLocal();
      });
    if (const auto *For = dyn_cast<ForStmt>(&Parent))
      return !For->getCond() || isStateless(*For->getCond());
    if (const auto *While = dyn_cast<WhileStmt>(&Parent))
      return isStateless(*While->getCond());
    return !isa<SwitchStmt, CXXCatchStmt, LambdaExpr, LabelStmt>(Parent);
  }

  /// Whether nothing in \p Block before \p End leaves but where it failed.
  bool passesUpTo(const CompoundStmt &Block, const Stmt &End) const {
    for (const Stmt *S : Block.body()) {
      if (S == &End)
        return true;
      if (leavesWithoutFailure(*S, nullptr))
        return false;
    }
    return true;
  }

  /// Whether \p S may leave the way to the site without a failure, as far as \p
  /// Condition decides, the innermost around it.
  bool leavesWithoutFailure(const Stmt &S, const Expr *Condition) const {
    if (const auto *Return = dyn_cast<ReturnStmt>(&S))
      return !Return->getRetValue() ||
             !isFailureValue(*Return->getRetValue(), Context) ||
             (Condition && !isFailure(*Condition, /*OwnCallsToo=*/true));
    if (isa<GotoStmt, IndirectGotoStmt, BreakStmt, ContinueStmt, LabelStmt>(S))
      return !Condition || !isa<GotoStmt>(S) ||
             !isFailure(*Condition, /*OwnCallsToo=*/false);
    if (isa<LambdaExpr>(S))
      return false;
    const auto *If = dyn_cast<IfStmt>(&S);
    return llvm::any_of(S.children(), [&](const Stmt *Child) {
      return Child &&
             leavesWithoutFailure(*Child, If ? If->getCond() : Condition);
    });
  }

  /// Whether a way on which \p Condition decides may be that of a failure.
  bool isFailure(const Expr &Condition, bool OwnCallsToo) const {
    return !findsSomething(Condition) && (asksForObjectOnly(Condition) ||
                                          isStateless(Condition, OwnCallsToo));
  }

  /// Whether \p E may be true because a variable is not NULL: something was
  /// found, and nothing failed.
  bool findsSomething(const Expr &E) const {
    const Expr *Inner = E.IgnoreParenImpCasts();
    const auto *Binary = dyn_cast<BinaryOperator>(Inner);
    if (!Binary)
      return isa<DeclRefExpr>(Inner) && Inner->getType()->isPointerType();
    const Expr &Left = *Binary->getLHS();
    const Expr &Right = *Binary->getRHS();
    if (Binary->isLogicalOp())
      return findsSomething(Left) || findsSomething(Right);
    const auto IsNull = [&](const Expr &Side) {
      return Side.isNullPointerConstant(const_cast<ASTContext &>(Context),
                                        Expr::NPC_ValueDependentIsNotNull) != 0;
    };
    return Binary->getOpcode() == BO_NE &&
           ((IsNull(Left) && findsSomething(Right)) ||
            (IsNull(Right) && findsSomething(Left)));
  }

  /// Whether \p E looks at the object's variable and nothing else.
  bool asksForObjectOnly(const Expr &E) const {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&E))
      return Object && Name->getDecl() == Object;
    if (isa<CallExpr, MemberExpr, LambdaExpr>(E))
      return false;
    return llvm::all_of(E.children(), [&](const Stmt *Child) {
      const auto *Part = dyn_cast_or_null<Expr>(Child);
      return !Part || asksForObjectOnly(*Part);
    });
  }

  /// What the function's own variables get: assigned, or by way of their
  /// address.
  void collectValues(const Stmt &S) {
    const auto Note = [&](const Expr &LValue, const Expr *From) {
      const auto *Name = dyn_cast<DeclRefExpr>(LValue.IgnoreParens());
      const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
      if (Var && From)
        Values[Var].push_back(From);
    };
    if (const auto *Binary = dyn_cast<BinaryOperator>(&S);
        Binary && Binary->isAssignmentOp())
      Note(*Binary->getLHS(), Binary->getRHS());
    if (const auto *Declarations = dyn_cast<DeclStmt>(&S))
      for (const Decl *D : Declarations->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit())
          Values[Var].push_back(Var->getInit());
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      for (const Expr *Argument : Call->arguments())
        if (const auto *Address =
                dyn_cast<UnaryOperator>(Argument->IgnoreParenCasts());
            Address && Address->getOpcode() == UO_AddrOf)
          Note(*Address->getSubExpr(), Call);
    for (const Stmt *Child : S.children())
      if (Child)
        collectValues(*Child);
  }

  /// Whether nothing that outlives a call is in a variable of the function's.
  bool hasStatelessValues(const VarDecl &Var, bool OwnCallsToo) const {
    if (!Var.hasLocalStorage())
      return false;
    // One that was asked before has been counted.
    if (!Asked.insert(&Var).second)
      return true;
    const auto Found = Values.find(&Var);
    return Found == Values.end() ||
           llvm::all_of(Found->second, [&](const Expr *Value) {
             return dependsOnNoState(*Value, OwnCallsToo, /*IsValue=*/true);
           });
  }

  /// Whether nothing decides about \p S that outlives a call: only variables of
  /// the function's own with such values, constants, and what CPython is asked;
  /// for a value with \p OwnCallsToo, other functions as well.
  bool isStateless(const Stmt &S, bool OwnCallsToo = false) const {
    Asked.clear();
    return dependsOnNoState(S, OwnCallsToo, /*IsValue=*/false);
  }

  bool dependsOnNoState(const Stmt &S, bool OwnCallsToo, bool IsValue) const {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) {
      const auto *Var = dyn_cast<VarDecl>(Name->getDecl());
      return !Var || Code.isCPython(Var->getLocation()) ||
             hasStatelessValues(*Var, OwnCallsToo);
    }
    if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (IsValue && OwnCallsToo && Callee)
        return true;
      if (!Callee ||
          (!Code.isCPython(Callee->getLocation()) && !Callee->getBuiltinID()))
        return false;
    }
    const auto *Unary = dyn_cast<UnaryOperator>(&S);
    if (isa<MemberExpr, ArraySubscriptExpr>(S) ||
        (Unary && Unary->getOpcode() == UO_Deref))
      return Code.isCPython(cast<Expr>(S).getExprLoc());
    return llvm::all_of(S.children(), [&](const Stmt *Child) {
      return !Child || dependsOnNoState(*Child, OwnCallsToo, IsValue);
    });
  }

  const FunctionDecl &Function;
  const VarDecl *Object;
  const UserCode &Code;
  const ASTContext &Context;
  const ParentMap Parents;
  llvm::DenseMap<const VarDecl *, llvm::SmallVector<const Expr *, 2>> Values;
  mutable llvm::DenseSet<const VarDecl *> Asked;
};
} // namespace

bool isReachedEachTime(const Expr &Site, const FunctionDecl &Function,
                       const VarDecl *Object, const UserCode &Code,
                       const ASTContext &Context) {
  return Function.getBody() &&
         Path(Function, Object, Code, Context).leadsAlwaysTo(Site);
}

} // namespace immortal::source
