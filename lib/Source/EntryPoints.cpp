// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/EntryPoints.h"
#include "Source/UserCode.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::source {

/// The name in the tables of the struct that \p Record is.
static llvm::StringRef nameOf(const RecordDecl &Record) {
  const TypedefNameDecl *Typedef = Record.getTypedefNameForAnonDecl();
  return Typedef ? Typedef->getName() : Record.getName();
}

/// The function whose address \p E is; nullptr if it is none.
static const FunctionDecl *functionIn(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    E = Unary->getSubExpr()->IgnoreParenCasts();
  const auto *Name = dyn_cast<DeclRefExpr>(E);
  const auto *Function =
      Name ? dyn_cast<FunctionDecl>(Name->getDecl()) : nullptr;
  return Function ? Function->getCanonicalDecl() : nullptr;
}

class EntryPoints::Collector : public RecursiveASTVisitor<Collector> {
  using Base = RecursiveASTVisitor<Collector>;

public:
  Collector(EntryPoints &To, const ASTContext &Context)
      : To(To), SM(Context.getSourceManager()),
        LangOpts(Context.getLangOpts()) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    const auto *Function = dyn_cast_or_null<FunctionDecl>(D);
    if (Function)
      Functions.push_back(Function);
    const bool Result = Base::TraverseDecl(D);
    if (Function)
      Functions.pop_back();
    return Result;
  }

  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    Functions.push_back(Lambda->getCallOperator());
    const bool Result = Base::TraverseLambdaExpr(Lambda);
    Functions.pop_back();
    return Result;
  }

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Callee->hasBody() && !Functions.empty())
      To.Callers[Callee->getCanonicalDecl()].push_back(
          {Functions.back(), Call});
    return true;
  }

  /// `Spam_Type.tp_new = spam_new;`
  bool VisitBinaryOperator(BinaryOperator *Assignment) {
    const auto *Member =
        dyn_cast<MemberExpr>(Assignment->getLHS()->IgnoreParens());
    if (Assignment->getOpcode() == BO_Assign && Member)
      addField(Member->getMemberDecl(), *Assignment->getRHS());
    return true;
  }

  bool VisitVarDecl(VarDecl *Var) {
    if (const Expr *Init = Var->getInit())
      addInitializer(*Init->IgnoreImplicit());
    return true;
  }

private:
  void addInitializer(const Expr &Init) {
    const auto *List = dyn_cast<InitListExpr>(&Init);
    if (!List)
      return;
    if (const auto *Written = List->getSemanticForm())
      List = Written;
    if (List->getType()->isArrayType())
      addSlots(*List);
    if (const RecordDecl *Record = List->getType()->getAsRecordDecl();
        Record && !Record->isUnion()) {
      auto Field = Record->field_begin();
      for (unsigned I = 0;
           I < List->getNumInits() && Field != Record->field_end();
           ++I, ++Field)
        addField(*Field, *List->getInit(I));
    }
    for (const Expr *Element : List->inits())
      if (Element)
        addInitializer(*Element->IgnoreImplicit());
  }

  void addField(const ValueDecl *Member, const Expr &Value) {
    const auto *Field = dyn_cast<FieldDecl>(Member);
    const FunctionDecl *Function = functionIn(&Value);
    if (!Field || !Function)
      return;
    if (const auto How =
            capi::findEntryField(nameOf(*Field->getParent()), Field->getName()))
      add(*Function, {*How, SM.getFileLoc(Value.getExprLoc()), std::nullopt});
  }

  /// An array of slots: each names its kind by a macro, and has a value.
  void addSlots(const InitListExpr &Array) {
    llvm::SmallVector<std::pair<const FunctionDecl *, EntryPoint>, 4> Found;
    std::optional<bool> Interpreters;
    for (const Expr *Element : Array.inits()) {
      llvm::SmallVector<const Expr *, 4> Parts;
      flatten(*Element, Parts);
      for (const Expr *Part : Parts)
        forEachMacro(*Part, [&](llvm::StringRef Macro) {
          addSlot(Macro, Parts, Found, Interpreters);
        });
    }
    for (auto &[Function, Entry] : Found) {
      Entry.Interpreters = Interpreters;
      add(*Function, Entry);
    }
  }

  void addSlot(
      llvm::StringRef Macro, llvm::ArrayRef<const Expr *> Parts,
      llvm::SmallVectorImpl<std::pair<const FunctionDecl *, EntryPoint>> &Found,
      std::optional<bool> &Interpreters) {
    const auto How = capi::findEntrySlot(Macro);
    for (const Expr *Part : Parts) {
      const FunctionDecl *Function = functionIn(Part);
      if (How && Function)
        Found.push_back(
            {Function,
             {*How, SM.getFileLoc(Part->getExprLoc()), std::nullopt}});
      forEachMacro(*Part, [&](llvm::StringRef Value) {
        if (const auto Supported = capi::findInterpreterSupport(Macro, Value))
          Interpreters = *Supported;
      });
    }
  }

  static void flatten(const Expr &E, llvm::SmallVectorImpl<const Expr *> &To) {
    const auto *List = dyn_cast<InitListExpr>(E.IgnoreImplicit());
    if (!List)
      return To.push_back(&E);
    for (const Expr *Element : List->inits())
      if (Element)
        flatten(*Element, To);
  }

  /// The macros that \p E comes out of, innermost first.
  void forEachMacro(const Expr &E,
                    llvm::function_ref<void(llvm::StringRef)> Do) const {
    for (SourceLocation Loc = E.getExprLoc(); Loc.isMacroID();
         Loc = SM.getImmediateMacroCallerLoc(Loc))
      Do(Lexer::getImmediateMacroName(Loc, SM, LangOpts));
  }

  void add(const FunctionDecl &Function, const EntryPoint &Entry) {
    To.Entries[&Function].push_back(Entry);
  }

  EntryPoints &To;
  const SourceManager &SM;
  const LangOptions &LangOpts;
  llvm::SmallVector<const FunctionDecl *, 4> Functions;
};

EntryPoints::EntryPoints(ASTContext &Context, const UserCode &Code) {
  Collector Found(*this, Context);
  for (Decl *D : Code.declarations(Context))
    Found.TraverseDecl(D);
}

llvm::ArrayRef<EntryPoint> EntryPoints::of(const FunctionDecl &Function) const {
  const auto Found = Entries.find(Function.getCanonicalDecl());
  return Found == Entries.end() ? llvm::ArrayRef<EntryPoint>() : Found->second;
}

llvm::ArrayRef<Caller>
EntryPoints::callersOf(const FunctionDecl &Function) const {
  const auto Found = Callers.find(Function.getCanonicalDecl());
  return Found == Callers.end() ? llvm::ArrayRef<Caller>() : Found->second;
}

} // namespace immortal::source
