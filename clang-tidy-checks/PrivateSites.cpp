// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "PrivateSites.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace immortal::tidy {

/// Whether \p D is a function of C, and not what a namespace or a class of the
/// user's calls the same.
static bool isGlobal(const FunctionDecl &D) {
  const DeclContext *Context = D.getDeclContext();
  return D.isExternC() || Context->isTranslationUnit() ||
         Context->getDeclKind() == Decl::LinkageSpec;
}

static llvm::StringRef nameOf(const FunctionDecl &D) {
  return D.getIdentifier() ? D.getName() : "";
}

static bool isPrivateFunction(const Decl *D) {
  const auto *Function = dyn_cast_or_null<FunctionDecl>(D);
  return Function && capi::findPrivateFunction(nameOf(*Function)) &&
         isGlobal(*Function);
}

/// Whether \p Call calls the user's own namesake of a function that sets the
/// count.
static bool callsOwnSetter(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && capi::findCountSetter(nameOf(*Callee)) && !isGlobal(*Callee);
}

/// The name in the callee of \p Call, through parentheses, casts, `&` and `*`.
static const DeclRefExpr *calleeName(const CallExpr &Call) {
  const Expr *Callee = Call.getCallee()->IgnoreParenCasts();
  while (const auto *Operator = dyn_cast<UnaryOperator>(Callee))
    Callee = Operator->getSubExpr()->IgnoreParenCasts();
  return dyn_cast<DeclRefExpr>(Callee);
}

/// Gathers what the user's declarations hold.
class PrivateSites::Collector : public RecursiveASTVisitor<Collector> {
public:
  Collector(PrivateSites &To, const ASTContext &Context)
      : To(To), Context(Context), SM(Context.getSourceManager()) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *Function) {
    if (Function->isThisDeclarationADefinition() && !Function->isImplicit() &&
        Function->hasBody())
      To.Callables.push_back(Function);
    return true;
  }

  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    To.Callables.push_back(Lambda->getCallOperator());
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    if (isPrivateFunction(Call->getCalleeDecl()))
      if (const DeclRefExpr *Name = calleeName(*Call))
        To.Calls[Name] = Call;
    return callsOwnSetter(*Call) || add(*Call, Call->getExprLoc());
  }

  bool VisitDeclRefExpr(DeclRefExpr *Reference) {
    if (isPrivateFunction(Reference->getDecl()))
      To.addReference(*Reference, SM);
    return true;
  }

  bool VisitUnresolvedLookupExpr(UnresolvedLookupExpr *Lookup) {
    if (llvm::any_of(Lookup->decls(), isPrivateFunction))
      To.addDependent(*Lookup, SM);
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *Operator) {
    return Operator->getOpcode() != BO_Assign ||
           add(*Operator, Operator->getExprLoc());
  }

  bool VisitAtomicExpr(AtomicExpr *Atomic) {
    return add(*Atomic, Atomic->getExprLoc());
  }

  bool VisitInitListExpr(InitListExpr *List) {
    To.addInitializer(*List, Context);
    return true;
  }

private:
  template <typename Store> bool add(const Store &Node, SourceLocation Loc) {
    if (auto Write = source::countWriteOf(Node, Context))
      To.Counts.push_back({*Write, To.functionAt(Loc, SM)});
    return true;
  }

  PrivateSites &To;
  const ASTContext &Context;
  const SourceManager &SM;
};

void PrivateSites::collect(llvm::ArrayRef<Decl *> Declarations,
                           const ASTContext &Context) {
  Collector Found(*this, Context);
  for (Decl *D : Declarations)
    Found.TraverseDecl(D);
}

void PrivateSites::addInitializer(const InitListExpr &List,
                                  const ASTContext &Context) {
  for (const source::CountWrite &Write : source::countWritesIn(List, Context))
    Counts.push_back(
        {Write, functionAt(List.getBeginLoc(), Context.getSourceManager())});
}

void PrivateSites::addVariables(llvm::ArrayRef<Decl *> Declarations,
                                const ASTContext &Context) {
  for (const Decl *D : Declarations)
    addVariablesIn(*D, Context);
}

void PrivateSites::addVariablesIn(const Decl &D, const ASTContext &Context) {
  if (const auto *Variable = dyn_cast<VarDecl>(&D)) {
    if (const auto *List = dyn_cast_or_null<InitListExpr>(Variable->getInit()))
      addInitializer(*List, Context);
  } else if (isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl>(D)) {
    for (const Decl *Inner : cast<DeclContext>(D).decls())
      addVariablesIn(*Inner, Context);
  }
}

const FunctionDecl *PrivateSites::functionAt(SourceLocation Loc,
                                             const SourceManager &SM) const {
  const SourceLocation Place = SM.getExpansionLoc(Loc);
  for (const FunctionDecl *Callable : llvm::reverse(Callables)) {
    const SourceLocation Begin = SM.getExpansionLoc(Callable->getBeginLoc());
    const SourceLocation End =
        SM.getExpansionRange(Callable->getBodyRBrace()).getEnd();
    if (SM.isPointWithin(Place, Begin, End))
      return Callable;
  }
  return nullptr;
}

void PrivateSites::addReference(const DeclRefExpr &Reference,
                                const SourceManager &SM) {
  FunctionUse Use;
  Use.Callee = cast<FunctionDecl>(Reference.getDecl());
  Use.Row = capi::findPrivateFunction(Use.Callee->getName());
  Use.Loc = Reference.getLocation();
  // An instantiation refers to its arguments by the names of its parameters.
  if (!llvm::StringRef(SM.getCharacterData(Use.Loc)).starts_with(Use.Row->Name))
    return;
  Use.Call = Calls.lookup(&Reference);
  Use.Function = functionAt(Use.Loc, SM);
  Functions.push_back(Use);
}

void PrivateSites::addDependent(const UnresolvedLookupExpr &Lookup,
                                const SourceManager &SM) {
  for (const NamedDecl *Found : Lookup.decls()) {
    const auto *Callee = dyn_cast<FunctionDecl>(Found->getUnderlyingDecl());
    const capi::PrivateFunction *Row =
        Callee ? capi::findPrivateFunction(Callee->getName()) : nullptr;
    if (!Row)
      continue;
    FunctionUse Use;
    Use.Callee = Callee;
    Use.Row = Row;
    Use.Loc = Lookup.getNameLoc();
    Use.IsDependent = true;
    Use.Function = functionAt(Use.Loc, SM);
    Dependents.push_back(Use);
    return;
  }
}

} // namespace immortal::tidy
