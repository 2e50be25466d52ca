// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/SkippedCounting.h"
#include "CAPI/ReferenceCount.h"
#include "Freshness/FunctionVisitor.h"
#include "Freshness/Places.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include <map>

using namespace clang;
using immortal::capi::Effect;

namespace immortal::freshness {

static bool isOwnCountingName(llvm::StringRef Name) {
  return capi::isCountingName(Name) && !capi::findFunction(Name);
}

/// What \p E loads: a variable or a field; nullptr if it is neither.
static const ValueDecl *loadedFrom(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E);
      Unary && Unary->getOpcode() == UO_AddrOf)
    E = Unary->getSubExpr()->IgnoreParenCasts();
  if (const auto *Reference = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<VarDecl>(Reference->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl();
  return nullptr;
}

std::optional<SkippedCounting::Name>
SkippedCounting::nameOf(const Expr *E, const FunctionDecl &In) {
  const ValueDecl *D = loadedFrom(E);
  if (!D || !D->getIdentifier())
    return std::nullopt;
  const auto *Var = dyn_cast<VarDecl>(D);
  return Name{D->getNameAsString(), isa<FieldDecl>(D),
              Var && Var->hasLocalStorage() ? In.getCanonicalDecl() : nullptr};
}

std::optional<SkippedCounting::Name>
SkippedCounting::nameIn(llvm::StringRef Argument,
                        const FunctionDecl &In) const {
  const std::string Text = Argument.str();
  Lexer Raw(SourceLocation(), Context.getLangOpts(), Text.data(), Text.data(),
            Text.data() + Text.size());
  std::optional<Name> Result;
  tok::TokenKind Before = tok::unknown;
  Token Next;
  for (Raw.LexFromRawLexer(Next); Next.isNot(tok::eof);
       Raw.LexFromRawLexer(Next)) {
    if (Next.is(tok::raw_identifier))
      Result = Name{Next.getRawIdentifier().str(),
                    Before == tok::arrow || Before == tok::period, nullptr};
    else if (!Next.isOneOf(tok::arrow, tok::period, tok::star, tok::amp,
                           tok::l_paren, tok::r_paren) ||
             // A call.
             (Next.is(tok::l_paren) && Before == tok::raw_identifier))
      return std::nullopt;
    Before = Next.getKind();
  }
  if (Result && !Result->IsMember &&
      llvm::any_of(In.decls(), [&](const Decl *D) {
        const auto *Var = dyn_cast<VarDecl>(D);
        return Var && Var->hasLocalStorage() &&
               Var->getNameAsString() == Result->Text;
      }))
    Result->In = In.getCanonicalDecl();
  return Result;
}

/// Goes through all bodies.
class SkippedCounting::Collector : public FunctionVisitor<Collector> {
public:
  Collector(SkippedCounting &Result)
      : FunctionVisitor(Result.Context), Result(Result) {}

  bool VisitStmt(Stmt *S) {
    if (!Current || Current->isDependentContext())
      return true;
    if (S->getBeginLoc().isMacroID())
      visitExpansion(*S);
    else if (const auto *Null = dyn_cast<NullStmt>(S);
             Null && Null->hasLeadingEmptyMacro())
      visitEmptyMacro(*Null);
    if (const auto *Call = dyn_cast<CallExpr>(S))
      visitCall(*Call);
    else if (const auto *If = dyn_cast<IfStmt>(S))
      visitIf(*If);
    return true;
  }

  void finish() {
    for (const auto &[Begin, Found] : Expansions)
      if (!Found.DoesSomething)
        if (const auto Object = Result.nameIn(Found.Argument, *Found.In))
          Result.Skips.push_back({*Object, nullptr, Found.Where});
  }

private:
  struct Expansion {
    const FunctionDecl *In = nullptr;
    const Stmt *Where = nullptr;
    std::string Argument;
    bool DoesSomething = false;
  };

  /// The text between the parentheses of a macro with one argument.
  std::string argumentOf(CharSourceRange Range) const {
    llvm::StringRef Text = Lexer::getSourceText(Range, SM, langOpts());
    Text = Text.drop_until([](char C) { return C == '('; });
    return Text.consume_front("(") && Text.consume_back(")") ? Text.str() : "";
  }

  void visitExpansion(const Stmt &S) {
    llvm::SmallVector<FileID, 4> Passed;
    bool Counts = false;
    for (SourceLocation Loc = S.getBeginLoc(); Loc.isMacroID();
         Loc = SM.getImmediateMacroCallerLoc(Loc)) {
      // What is around an expansion is the same for all that it expands to.
      const FileID Tokens = SM.getFileID(Loc);
      if (WithoutCounting.contains(Tokens))
        break;
      Passed.push_back(Tokens);
      if (!SM.isMacroBodyExpansion(Loc) ||
          !isOwnCountingName(Lexer::getImmediateMacroName(Loc, SM, langOpts())))
        continue;
      Counts = true;
      const CharSourceRange Range = SM.getImmediateExpansionRange(Loc);
      if (Range.getBegin().isMacroID())
        continue;
      Expansion &Found = Expansions[Range.getBegin().getRawEncoding()];
      if (!Found.Where) {
        Found.In = Current;
        Found.Where = &S;
        Found.Argument = argumentOf(Range);
      }
      Found.DoesSomething |= doesSomething(S);
    }
    if (!Counts)
      WithoutCounting.insert(Passed.begin(), Passed.end());
  }

  static bool doesSomething(const Stmt &S) {
    if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
      return Binary->isAssignmentOp();
    if (const auto *Unary = dyn_cast<UnaryOperator>(&S))
      return Unary->isIncrementDecrementOp();
    return isa<CallExpr, AtomicExpr, AsmStmt, CXXConstructExpr, ReturnStmt,
               GotoStmt>(S);
  }

  /// `MY_DECREF(o);` with a macro of no tokens leaves the semicolon.
  void visitEmptyMacro(const NullStmt &S) {
    const auto [File, End] = SM.getDecomposedLoc(S.getSemiLoc());
    const llvm::StringRef Text = SM.getBufferData(File).take_front(End);
    const size_t Open = Text.rfind('(');
    if (Open == llvm::StringRef::npos || !Text.rtrim().ends_with(")"))
      return;
    // Parentheses around the argument are not looked through.
    const llvm::StringRef Before = Text.take_front(Open).rtrim();
    const llvm::StringRef Name = Before.take_back(
        Before.size() - (Before.find_last_not_of("abcdefghijklmnopqrstuvwxyz"
                                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                 "0123456789_") +
                         1));
    if (!isOwnCountingName(Name))
      return;
    if (const auto Object = Result.nameIn(
            Text.drop_front(Open + 1).rtrim().drop_back(), *Current))
      Result.Skips.push_back({*Object, nullptr, &S});
  }

  /// A function that is called like one that counts, and only looks.
  void visitCall(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || !Callee->getIdentifier() ||
        !isOwnCountingName(Callee->getName()) || Call.getNumArgs() == 0)
      return;
    const CallEffects &Effects = Result.Calls.describe(Call);
    const auto Object = nameOf(Call.getArg(0), *Current);
    if (Object && Effects.IsSummary && Effects.on(0) == Effect::Looks &&
        Effects.IsQuiet && Effects.Immortal == Immortalizes::No)
      Result.Skips.push_back({*Object, nullptr, &Call});
  }

  /// `if (!flag) Py_DECREF(o);`
  void visitIf(const IfStmt &If) {
    const Expr *Condition = If.getCond()->IgnoreParenImpCasts();
    const auto *Not = dyn_cast<UnaryOperator>(Condition);
    const bool IsNegated = Not && Not->getOpcode() == UO_LNot;
    const ValueDecl *Flag =
        loadedFrom(IsNegated ? Not->getSubExpr() : Condition);
    const Stmt *Counted = IsNegated ? If.getThen() : If.getElse();
    if (Flag && Counted && Flag->getType()->isIntegerType())
      findCounted(*Counted, *Flag);
  }

  void findCounted(const Stmt &S, const ValueDecl &Flag) {
    if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      const CallEffects &Effects = Result.Calls.describe(*Call);
      for (unsigned I = 0; I < Call->getNumArgs(); ++I)
        if (Effects.on(I) == Effect::Increfs ||
            Effects.on(I) == Effect::Releases)
          if (const auto Object = nameOf(Call->getArg(I), *Current))
            Result.Skips.push_back({*Object, &Flag, Call});
    }
    for (const Stmt *Child : S.children())
      if (Child)
        findCounted(*Child, Flag);
  }

  const LangOptions &langOpts() const { return Result.Context.getLangOpts(); }

  SkippedCounting &Result;
  std::map<unsigned, Expansion> Expansions;
  /// Expansions that neither are those of counting macros nor lie in one.
  llvm::DenseSet<FileID> WithoutCounting;
};

/// Calls \p Do for all assignments and initialisations of pointers in \p S.
static void forEachAssignment(
    const Stmt &S,
    llvm::function_ref<void(const ValueDecl *To, const Expr *From)> Do) {
  if (const auto *Binary = dyn_cast<BinaryOperator>(&S);
      Binary && Binary->getOpcode() == BO_Assign) {
    Do(loadedFrom(Binary->getLHS()), Binary->getRHS());
  } else if (const auto *Declarations = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declarations->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit())
        Do(Var, Var->getInit());
  }
  for (const Stmt *Child : S.children())
    if (Child)
      forEachAssignment(*Child, Do);
}

std::vector<SkippedCounting::Name>
SkippedCounting::namesOf(const Expr &Object, const FunctionDecl &In) const {
  std::vector<Name> Names;
  const ValueDecl *Own = loadedFrom(&Object);
  const auto Add = [&](const ValueDecl *D) {
    const auto *Var = dyn_cast<VarDecl>(D);
    Names.push_back(
        {D->getNameAsString(), isa<FieldDecl>(D),
         Var && Var->hasLocalStorage() ? In.getCanonicalDecl() : nullptr});
  };
  if (!Own)
    return Names;
  Add(Own);
  forEachAssignment(*In.getBody(), [&](const ValueDecl *To, const Expr *From) {
    // Py_NewRef(p) and casts lead to p.
    From = From->IgnoreParenCasts();
    while (const auto *Call = dyn_cast<CallExpr>(From)) {
      const auto What = Calls.describe(*Call).Returns.What;
      if ((What != capi::Returns::FirstArgument &&
           What != capi::Returns::NewReferenceToFirstArgument) ||
          Call->getNumArgs() == 0)
        break;
      From = Call->getArg(0)->IgnoreParenCasts();
    }
    const ValueDecl *Source = loadedFrom(From);
    if (To && Source == Own)
      Add(To);
    else if (To == Own && Source)
      Add(Source);
  });
  return Names;
}

namespace {
/// The way from a body to a call in it.
class Path {
public:
  Path(const Stmt &Body, const Expr &To) { find(Body, To); }

  /// Whether something looks at what the call returns.
  bool isResultUsed() const {
    const auto *Call = cast<Expr>(Way.front());
    if (Call->getType()->isVoidType())
      return false;
    for (const Stmt *Around : llvm::drop_begin(Way)) {
      if (const auto *Cast = dyn_cast<CastExpr>(Around);
          Cast && Cast->getCastKind() == CK_ToVoid)
        return false;
      if (isa<CompoundStmt>(Around))
        return false;
      if (!isa<ParenExpr, FullExpr>(Around))
        return true;
    }
    return false;
  }

  /// Whether a statement on the way sets \p Flag to a constant that is not 0.
  bool sets(const ValueDecl &Flag, const ASTContext &Context) const {
    return llvm::any_of(Way, [&](const Stmt *Around) {
      return isa<CompoundStmt>(Around) &&
             llvm::any_of(Around->children(), [&](const Stmt *Next) {
               const auto *Set = dyn_cast_or_null<BinaryOperator>(Next);
               Expr::EvalResult Value;
               return Set && Set->getOpcode() == BO_Assign &&
                      loadedFrom(Set->getLHS()) == &Flag &&
                      !Set->getRHS()->isValueDependent() &&
                      Set->getRHS()->EvaluateAsInt(Value, Context) &&
                      Value.Val.getInt() != 0;
             });
    });
  }

  bool isFound() const { return !Way.empty(); }

private:
  bool find(const Stmt &In, const Expr &To) {
    if (&In == &To) {
      Way.push_back(&In);
      return true;
    }
    for (const Stmt *Child : In.children())
      if (Child && find(*Child, To)) {
        Way.push_back(&In);
        return true;
      }
    return false;
  }

  llvm::SmallVector<const Stmt *, 16> Way;
};
} // namespace

const Stmt *SkippedCounting::find(const FunctionDecl &Function,
                                  const Expr &Call, const Expr &Object) {
  if (!Collected) {
    Collected = true;
    Collector All(*this);
    All.traverse(Calls.declarations());
    All.finish();
  }
  if (Skips.empty())
    return nullptr;
  const Path Way(*Function.getBody(), Call);
  if (!Way.isFound() || Way.isResultUsed())
    return nullptr;
  const std::vector<Name> Names = namesOf(Object, Function);
  for (const Skip &S : Skips)
    if (llvm::is_contained(Names, S.Object) &&
        (!S.Flag || Way.sets(*S.Flag, Context)))
      return S.Where;
  return nullptr;
}

} // namespace immortal::freshness
