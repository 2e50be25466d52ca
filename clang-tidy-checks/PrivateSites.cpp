// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "PrivateSites.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace immortal::tidy {

/// The names of \p Rows, for hasAnyName.
template <typename Row>
static std::vector<llvm::StringRef> namesOf(llvm::ArrayRef<Row> Rows) {
  std::vector<llvm::StringRef> Names;
  for (const Row &R : Rows)
    Names.push_back(R.Name);
  return Names;
}

/// Functions of C that are called like a row of \p Rows: not what a namespace
/// or a class of the user's calls the same.
template <typename Row> static auto functionNamedIn(llvm::ArrayRef<Row> Rows) {
  return functionDecl(
      hasAnyName(namesOf(Rows)),
      anyOf(isExternC(),
            hasDeclContext(anyOf(translationUnitDecl(), linkageSpecDecl()))));
}

void PrivateSites::addMatchers(MatchFinder &Finder) {
  const auto Private = functionNamedIn(capi::privateFunctions());
  const auto Field =
      memberExpr(member(fieldDecl(hasAnyName(namesOf(capi::countFields())))));
  const auto FieldTarget = ignoringParenCasts(
      anyOf(Field, arraySubscriptExpr(hasBase(ignoringParenCasts(Field)))));

  Finder.addMatcher(
      functionDecl(isDefinition(), unless(isImplicit())).bind("function"),
      this);
  Finder.addMatcher(lambdaExpr().bind("lambda"), this);
  Finder.addMatcher(callExpr(callee(Private)).bind("call"), this);
  Finder.addMatcher(declRefExpr(to(Private)).bind("reference"), this);
  Finder.addMatcher(
      unresolvedLookupExpr(hasAnyDeclaration(Private)).bind("dependent"), this);
  Finder.addMatcher(
      binaryOperator(hasOperatorName("="), hasLHS(expr(FieldTarget)))
          .bind("assignment"),
      this);
  Finder.addMatcher(
      callExpr(anyOf(callee(functionNamedIn(capi::countSetters())),
                     hasArgument(0, ignoringParenCasts(unaryOperator(
                                        hasOperatorName("&"),
                                        hasUnaryOperand(expr(FieldTarget)))))))
          .bind("setter"),
      this);
  Finder.addMatcher(atomicExpr().bind("atomic"), this);
  Finder.addMatcher(initListExpr().bind("initializer"), this);
}

void PrivateSites::addInitializer(const InitListExpr &List,
                                  const ASTContext &Context) {
  for (const source::CountWrite &Write : source::countWritesIn(List, Context))
    Counts.push_back(
        {Write, functionAt(List.getBeginLoc(), Context.getSourceManager())});
}

void PrivateSites::addVariables(llvm::ArrayRef<Decl *> Declarations,
                                const ASTContext &Context) {
  for (Decl *D : Declarations) {
    if (const auto *Variable = dyn_cast<VarDecl>(D)) {
      if (const auto *List =
              dyn_cast_or_null<InitListExpr>(Variable->getInit()))
        addInitializer(*List, Context);
    } else if (isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl>(D)) {
      const auto Inner = cast<DeclContext>(D)->decls();
      addVariables(llvm::to_vector(Inner), Context);
    }
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

/// The name in the callee of \p Call, through parentheses, casts, `&` and `*`.
static const DeclRefExpr *calleeName(const CallExpr &Call) {
  const Expr *Callee = Call.getCallee()->IgnoreParenCasts();
  while (const auto *Operator = dyn_cast<UnaryOperator>(Callee))
    Callee = Operator->getSubExpr()->IgnoreParenCasts();
  return dyn_cast<DeclRefExpr>(Callee);
}

void PrivateSites::run(const MatchFinder::MatchResult &Result) {
  const SourceManager &SM = *Result.SourceManager;
  const auto &Nodes = Result.Nodes;
  if (const auto *Function = Nodes.getNodeAs<FunctionDecl>("function")) {
    if (Function->hasBody())
      Callables.push_back(Function);
  } else if (const auto *Lambda = Nodes.getNodeAs<LambdaExpr>("lambda")) {
    Callables.push_back(Lambda->getCallOperator());
  } else if (const auto *Call = Nodes.getNodeAs<CallExpr>("call")) {
    if (const DeclRefExpr *Name = calleeName(*Call))
      Calls[Name] = Call;
  } else if (const auto *Reference =
                 Nodes.getNodeAs<DeclRefExpr>("reference")) {
    addReference(*Reference, SM);
  } else if (const auto *Lookup =
                 Nodes.getNodeAs<UnresolvedLookupExpr>("dependent")) {
    addDependent(*Lookup, SM);
  } else if (const auto *Assignment =
                 Nodes.getNodeAs<BinaryOperator>("assignment")) {
    if (auto Write = source::countWriteOf(*Assignment, *Result.Context))
      Counts.push_back({*Write, functionAt(Assignment->getExprLoc(), SM)});
  } else if (const auto *Setter = Nodes.getNodeAs<CallExpr>("setter")) {
    if (auto Write = source::countWriteOf(*Setter, *Result.Context))
      Counts.push_back({*Write, functionAt(Setter->getExprLoc(), SM)});
  } else if (const auto *Atomic = Nodes.getNodeAs<AtomicExpr>("atomic")) {
    if (auto Write = source::countWriteOf(*Atomic, *Result.Context))
      Counts.push_back({*Write, functionAt(Atomic->getExprLoc(), SM)});
  } else if (const auto *List = Nodes.getNodeAs<InitListExpr>("initializer")) {
    addInitializer(*List, *Result.Context);
  }
}

} // namespace immortal::tidy
