// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Callers.h"
#include "Freshness/FunctionVisitor.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::freshness {

/// The name in the table of the struct that \p Record is.
static llvm::StringRef nameOf(const RecordDecl &Record) {
  const TypedefNameDecl *Typedef = Record.getTypedefNameForAnonDecl();
  return Typedef ? Typedef->getName() : Record.getName();
}

/// The function whose address \p E is; nullptr if it is none.
static const FunctionDecl *functionIn(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    E = Unary->getSubExpr()->IgnoreParenCasts();
  const auto *Name = dyn_cast<DeclRefExpr>(E);
  const auto *Function =
      Name ? dyn_cast<FunctionDecl>(Name->getDecl()) : nullptr;
  return Function ? Function->getCanonicalDecl() : nullptr;
}

/// Looks through the users' code for calls and other uses of functions, and
/// for what CPython is told to call.
class Callers::Finder : public FunctionVisitor<Finder> {
public:
  Finder(Callers &To, const ASTContext &Context)
      : FunctionVisitor(Context), To(To), LangOpts(Context.getLangOpts()) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitCallExpr(CallExpr *Call) {
    if (const FunctionDecl *Callee = Call->getDirectCallee()) {
      Called.insert(Call->getCallee()->IgnoreParenImpCasts());
      if (Current && !Current->isDependentContext())
        To.Calls[Callee->getCanonicalDecl()].push_back({Current, Call});
    }
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *Reference) {
    // A call is visited before its callee.
    if (!Called.contains(Reference))
      if (const auto *Function = dyn_cast<FunctionDecl>(Reference->getDecl()))
        To.Escaping.insert(Function->getCanonicalDecl());
    return true;
  }

  /// `Spam_Type.tp_new = spam_new;`
  bool VisitBinaryOperator(BinaryOperator *Assignment) {
    const auto *Member =
        dyn_cast<MemberExpr>(Assignment->getLHS()->IgnoreParens());
    if (Assignment->getOpcode() == BO_Assign && Member)
      addField(Member->getMemberDecl(), Assignment->getRHS());
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
        Record && !Record->isUnion())
      for (const FieldDecl *Field : Record->fields())
        if (Field->getFieldIndex() < List->getNumInits())
          addField(Field, List->getInit(Field->getFieldIndex()));
    for (const Expr *Element : List->inits())
      if (Element)
        addInitializer(*Element->IgnoreImplicit());
  }

  void addField(const ValueDecl *Member, const Expr *Value) {
    const auto *Field = dyn_cast<FieldDecl>(Member);
    const FunctionDecl *Function = Value ? functionIn(Value) : nullptr;
    if (!Field || !Function)
      return;
    const llvm::StringRef Record = nameOf(*Field->getParent());
    if (capi::isCallbackRecord(Record))
      To.Callbacks.insert(Function);
    if (const capi::Callback *Row =
            capi::findCallback(Record, Field->getName()))
      add(*Function, *Row, *Value, std::nullopt);
  }

  struct SlotValue {
    const FunctionDecl *Function;
    const capi::Callback *Row;
    const Expr *Value;
  };

  /// An array of slots: each names its kind by a macro, and has a value.
  void addSlots(const InitListExpr &Array) {
    llvm::SmallVector<SlotValue, 4> Values;
    std::optional<bool> Interpreters;
    for (const Expr *Element : Array.inits()) {
      llvm::SmallVector<const Expr *, 4> Parts;
      flatten(Element, Parts);
      for (const Expr *Part : Parts)
        forEachMacro(*Part, [&](llvm::StringRef Macro) {
          addSlot(Macro, Parts, Values, Interpreters);
        });
    }
    for (const SlotValue &Slot : Values)
      add(*Slot.Function, *Slot.Row, *Slot.Value, Interpreters);
  }

  void addSlot(llvm::StringRef Macro, llvm::ArrayRef<const Expr *> Parts,
               llvm::SmallVectorImpl<SlotValue> &Values,
               std::optional<bool> &Interpreters) {
    const capi::Callback *Row = capi::findCallbackSlot(Macro);
    for (const Expr *Part : Parts) {
      const FunctionDecl *Function = functionIn(Part);
      if (Row && Function)
        Values.push_back({Function, Row, Part});
      forEachMacro(*Part, [&](llvm::StringRef Value) {
        if (const auto Supported = capi::findInterpreterSupport(Macro, Value))
          Interpreters = *Supported;
      });
    }
  }

  static void flatten(const Expr *E, llvm::SmallVectorImpl<const Expr *> &To) {
    if (!E)
      return;
    const auto *List = dyn_cast<InitListExpr>(E->IgnoreImplicit());
    if (!List)
      return To.push_back(E);
    for (const Expr *Element : List->inits())
      flatten(Element, To);
  }

  /// The macros that \p E comes out of, innermost first.
  void forEachMacro(const Expr &E,
                    llvm::function_ref<void(llvm::StringRef)> Do) const {
    for (SourceLocation Loc = E.getExprLoc(); Loc.isMacroID();
         Loc = SM.getImmediateMacroCallerLoc(Loc))
      Do(Lexer::getImmediateMacroName(Loc, SM, LangOpts));
  }

  void add(const FunctionDecl &Function, const capi::Callback &Row,
           const Expr &Value, std::optional<bool> Interpreters) {
    To.Entries[&Function].push_back(
        {Row.How, SM.getFileLoc(Value.getExprLoc()), Interpreters});
    if (Row.First == capi::Self::NewSelf)
      To.WithNewSelf.insert(&Function);
  }

  Callers &To;
  const LangOptions &LangOpts;
  llvm::DenseSet<const Expr *> Called;
};

void Callers::find() {
  if (Found)
    return;
  Found = true;
  Finder(*this, Context).traverse(Declarations);
}

Callers::Parameter Callers::kindOf(const ParmVarDecl &Variable) {
  const auto *Function = dyn_cast<FunctionDecl>(Variable.getDeclContext());
  if (!Function)
    return Parameter::Ordinary;
  find();
  Function = Function->getCanonicalDecl();
  if (!Callbacks.contains(Function) ||
      (Variable.getFunctionScopeIndex() == 0 && WithNewSelf.contains(Function)))
    return Parameter::Ordinary;
  return Parameter::Borrowed;
}

llvm::ArrayRef<Callers::Site> Callers::callsOf(const FunctionDecl &Function) {
  find();
  const auto Known = Calls.find(Function.getCanonicalDecl());
  return Known == Calls.end() ? llvm::ArrayRef<Site>() : Known->second;
}

llvm::ArrayRef<Callers::Entry>
Callers::entriesOf(const FunctionDecl &Function) {
  find();
  const auto Known = Entries.find(Function.getCanonicalDecl());
  return Known == Entries.end() ? llvm::ArrayRef<Entry>() : Known->second;
}

/// How often \p Name stands in the main file, skipped code and macros included;
/// std::nullopt if a string spells it.
static std::optional<size_t> countIn(const SourceManager &SM,
                                     const LangOptions &LangOpts,
                                     llvm::StringRef Name) {
  const FileID Main = SM.getMainFileID();
  Lexer Lex(Main, SM.getBufferOrFake(Main), SM, LangOpts);
  size_t Count = 0;
  Token Tok;
  do {
    Lex.LexFromRawLexer(Tok);
    if (Tok.is(tok::raw_identifier))
      Count += Tok.getRawIdentifier() == Name;
    else if (Tok.isLiteral() && Tok.getLiteralData() &&
             llvm::StringRef(Tok.getLiteralData(), Tok.getLength())
                 .contains(Name))
      return std::nullopt;
  } while (Tok.isNot(tok::eof));
  return Count;
}

bool Callers::hasOnlyKnownCallers(const FunctionDecl &Function) {
  find();
  const SourceManager &SM = Context.getSourceManager();
  if (Function.isExternallyVisible() || isa<CXXMethodDecl>(Function) ||
      !Function.getIdentifier() ||
      // Code that no compiler sees calls it, by its symbol.
      Function.getMostRecentDecl()->hasAttr<UsedAttr>() ||
      Escaping.contains(Function.getCanonicalDecl()))
    return false;
  // Every place that spells the name must be one that was seen: what the
  // preprocessor skipped, or a variable's initializer, may call it, too.
  llvm::DenseSet<SourceLocation> Seen;
  for (const FunctionDecl *Decl : Function.redecls())
    Seen.insert(Decl->getLocation());
  for (const Site &Site : callsOf(Function))
    Seen.insert(Site.Call->getCallee()->getExprLoc());
  if (llvm::any_of(Seen, [&](SourceLocation Loc) {
        return !Loc.isFileID() || !SM.isInMainFile(Loc);
      }))
    return false;
  return countIn(SM, Context.getLangOpts(), Function.getName()) == Seen.size();
}

} // namespace immortal::freshness
