// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Callers.h"
#include "CAPI/Callbacks.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace immortal::freshness {

static const FunctionDecl *namedFunction(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    E = Unary->getSubExpr()->IgnoreParenCasts();
  const auto *Reference = dyn_cast<DeclRefExpr>(E);
  const auto *Function =
      Reference ? dyn_cast<FunctionDecl>(Reference->getDecl()) : nullptr;
  return Function ? Function->getCanonicalDecl() : nullptr;
}

/// Looks through the initialisers of the structs in Callbacks.def.
class Callers::CallbackFinder {
public:
  CallbackFinder(Callers &Result, const ASTContext &Context)
      : Result(Result), Context(Context) {}

  void visitContext(const DeclContext &In) {
    for (const Decl *D : In.decls()) {
      if (const auto *Var = dyn_cast<VarDecl>(D)) {
        if (Var->hasGlobalStorage() && Var->getInit())
          visit(Var->getInit(), Var->getType());
      } else if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
        if (Function->isThisDeclarationADefinition())
          visitContext(*Function);
      } else if (isa<NamespaceDecl, LinkageSpecDecl, RecordDecl>(D)) {
        visitContext(*cast<DeclContext>(D));
      }
    }
  }

private:
  void visit(const Expr *Init, QualType Type) {
    const auto *List = dyn_cast<InitListExpr>(Init->IgnoreParenCasts());
    if (!List)
      return;
    if (const ArrayType *Array = Context.getAsArrayType(Type)) {
      for (const Expr *Element : List->inits())
        visit(Element, Array->getElementType());
      return;
    }
    const RecordDecl *Record = Type->getAsRecordDecl();
    if (!Record)
      return;
    const auto *Typedef = Record->getTypedefNameForAnonDecl();
    const bool Wanted = capi::isCallbackRecord(Typedef ? Typedef->getName()
                                                       : Record->getName());
    bool IsNewSelf = false;
    unsigned Index = 0;
    for (const FieldDecl *Field : Record->fields()) {
      if (Index >= List->getNumInits())
        break;
      const Expr *Element = List->getInit(Index++);
      visit(Element, Field->getType());
      if (!Wanted)
        continue;
      Expr::EvalResult Slot;
      if (Index == 1 && !Element->isValueDependent() &&
          Field->getType()->isIntegerType() &&
          Element->EvaluateAsInt(Slot, Context))
        IsNewSelf = capi::getsNewSelf(Slot.Val.getInt().getExtValue());
      if (const FunctionDecl *Function = namedFunction(Element)) {
        Result.Callbacks.insert(Function);
        if (IsNewSelf || capi::getsNewSelf(Field->getName()))
          Result.WithNewSelf.insert(Function);
      }
    }
  }

  Callers &Result;
  const ASTContext &Context;
};

/// Looks through all bodies for calls and other uses of functions.
class Callers::CallFinder : public RecursiveASTVisitor<CallFinder> {
public:
  CallFinder(Callers &Result, const ASTContext &Context)
      : Result(Result), Context(Context) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    if (!D || Context.getSourceManager().isInSystemHeader(D->getLocation()))
      return true;
    const FunctionDecl *Outside = Current;
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      Current = Function;
    RecursiveASTVisitor::TraverseDecl(D);
    Current = Outside;
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    if (const FunctionDecl *Callee = Call->getDirectCallee()) {
      Called.insert(Call->getCallee()->IgnoreParenImpCasts());
      if (Current && !Current->isDependentContext())
        Result.Calls[Callee->getCanonicalDecl()].push_back({Current, Call});
    }
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *Reference) {
    // A call is visited before its callee.
    if (!Called.contains(Reference))
      if (const auto *Function = dyn_cast<FunctionDecl>(Reference->getDecl()))
        Result.Escaping.insert(Function->getCanonicalDecl());
    return true;
  }

private:
  Callers &Result;
  const ASTContext &Context;
  const FunctionDecl *Current = nullptr;
  llvm::DenseSet<const Expr *> Called;
};

void Callers::findCallbacks() {
  if (CallbacksFound)
    return;
  CallbacksFound = true;
  CallbackFinder(*this, Context)
      .visitContext(*Context.getTranslationUnitDecl());
}

void Callers::findCalls() {
  if (CallsFound)
    return;
  CallsFound = true;
  CallFinder(*this, Context).TraverseDecl(Context.getTranslationUnitDecl());
}

Callers::Parameter Callers::kindOf(const ParmVarDecl &Variable) {
  const auto *Function = dyn_cast<FunctionDecl>(Variable.getDeclContext());
  if (!Function)
    return Parameter::Ordinary;
  findCallbacks();
  Function = Function->getCanonicalDecl();
  if (!Callbacks.contains(Function) ||
      (Variable.getFunctionScopeIndex() == 0 && WithNewSelf.contains(Function)))
    return Parameter::Ordinary;
  return Parameter::Borrowed;
}

llvm::ArrayRef<Callers::Site> Callers::callsOf(const FunctionDecl &Function) {
  findCalls();
  const auto Found = Calls.find(Function.getCanonicalDecl());
  return Found == Calls.end() ? llvm::ArrayRef<Site>() : Found->second;
}

bool Callers::hasOnlyKnownCallers(const FunctionDecl &Function) {
  findCalls();
  return !Function.isExternallyVisible() &&
         !Escaping.contains(Function.getCanonicalDecl());
}

} // namespace immortal::freshness
