// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/CountWrites.h"
#include "CAPI/ObjectTag.h"
#include "CAPI/ReferenceCount.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace immortal::source {

bool CountWrite::immortalizes() const {
  if (Part == capi::FieldPart::Required || Part == capi::FieldPart::Optional)
    return false;
  if (!CountName.empty())
    return true;
  // A negative count is an error marker, not a long life.
  return Constant && *Constant <= INT64_MAX &&
         capi::isImmortalizingCount(*Constant);
}

llvm::StringRef countNameIn(llvm::StringRef Text) {
  for (const capi::PrivateCount &Count : capi::privateCounts())
    for (size_t At = Text.find(Count.Name); At != llvm::StringRef::npos;
         At = Text.find(Count.Name, At + 1)) {
      const size_t End = At + Count.Name.size();
      if ((At == 0 || !isAsciiIdentifierContinue(Text[At - 1])) &&
          (End == Text.size() || !isAsciiIdentifierContinue(Text[End])))
        return Count.Name;
    }
  return {};
}

static std::optional<uint64_t> constantBits(const Expr &Value,
                                            const ASTContext &Context) {
  Expr::EvalResult Result;
  if (Value.isValueDependent() || Value.containsErrors() ||
      !Value.EvaluateAsInt(Result, Context, Expr::SE_NoSideEffects))
    return std::nullopt;
  const llvm::APSInt &Int = Result.Val.getInt();
  return Int.isSigned() ? static_cast<uint64_t>(Int.trySExtValue().value_or(0))
                        : Int.tryZExtValue().value_or(0);
}

/// The source text of \p E as spelled in a file or, for a value that is a macro
/// argument or a macro's name, that spelling.
static llvm::StringRef textOf(const Expr &E, const ASTContext &Context) {
  return Lexer::getSourceText(
      Lexer::makeFileCharRange(
          CharSourceRange::getTokenRange(E.getSourceRange()),
          Context.getSourceManager(), Context.getLangOpts()),
      Context.getSourceManager(), Context.getLangOpts());
}

/// The name of the macro for an immortal count out of which \p E was expanded,
/// or that its text spells.
static llvm::StringRef countNameOf(const Expr &E, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  for (SourceLocation Loc = E.getExprLoc(); Loc.isMacroID();
       Loc = SM.getImmediateMacroCallerLoc(Loc)) {
    if (SM.isMacroArgExpansion(Loc))
      continue;
    const llvm::StringRef Macro =
        Lexer::getImmediateMacroName(Loc, SM, Context.getLangOpts());
    if (const capi::PrivateCount *Count = capi::findPrivateCount(Macro))
      return Count->Name;
  }
  return countNameIn(textOf(E, Context));
}

static void setValue(CountWrite &Write, const Expr &Value,
                     const ASTContext &Context) {
  Write.Value = &Value;
  // A field may be too narrow for what was meant, and CPython's macros put
  // parentheses and casts around it: look at it as written.
  Write.Constant = constantBits(*Value.IgnoreParenImpCasts(), Context);
  Write.CountName = countNameOf(*Value.IgnoreParenCasts(), Context);
}

/// The count field that \p E names, if it is PyObject's own; sets \p Object to
/// the expression for the object, seen through the unions around the field.
static const FieldDecl *countField(const Expr &E, const Expr *&Object) {
  const Expr *Inner = E.IgnoreParenCasts();
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Inner))
    Inner = Element->getBase()->IgnoreParenCasts();
  const auto *Member = dyn_cast<MemberExpr>(Inner);
  if (!Member)
    return nullptr;
  const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
  if (!Field || !Field->getIdentifier() ||
      !capi::findCountField(Field->getName()))
    return nullptr;
  const RecordDecl *Record = Field->getParent();
  Object = Member->getBase();
  while (Record && Record->isAnonymousStructOrUnion()) {
    const auto *Outer = dyn_cast<MemberExpr>(Object->IgnoreParenCasts());
    if (!Outer)
      return nullptr;
    Object = Outer->getBase();
    Record = dyn_cast<RecordDecl>(Record->getParent());
  }
  return Record && Record->getName() == capi::ObjectTag ? Field : nullptr;
}

static CountWrite fieldWrite(const Expr &Whole, const Expr &Target,
                             const FieldDecl &Field, const Expr &Object) {
  CountWrite Write;
  Write.Whole = &Whole;
  Write.Object = &Object;
  Write.Name = Field.getName();
  Write.Part = capi::findCountField(Write.Name)->Part;
  const Expr *Inner = Target.IgnoreParenCasts();
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Inner))
    Inner = Element->getBase()->IgnoreParenCasts();
  Write.NameLoc = cast<MemberExpr>(Inner)->getMemberLoc();
  return Write;
}

std::optional<CountWrite> countWriteOf(const BinaryOperator &Assignment,
                                       const ASTContext &Context) {
  const Expr *Object = nullptr;
  if (Assignment.getOpcode() != BO_Assign)
    return std::nullopt;
  const FieldDecl *Field = countField(*Assignment.getLHS(), Object);
  if (!Field)
    return std::nullopt;
  CountWrite Write =
      fieldWrite(Assignment, *Assignment.getLHS(), *Field, *Object);
  setValue(Write, *Assignment.getRHS(), Context);
  return Write;
}

/// The store of \p Value through \p Pointer, if that is the address of a field.
static std::optional<CountWrite> writeThrough(const Expr &Pointer,
                                              const Expr &Value,
                                              const Expr &Whole,
                                              const ASTContext &Context) {
  const auto *Address = dyn_cast<UnaryOperator>(Pointer.IgnoreParenCasts());
  if (!Address || Address->getOpcode() != UO_AddrOf)
    return std::nullopt;
  const Expr *Object = nullptr;
  const FieldDecl *Field = countField(*Address->getSubExpr(), Object);
  if (!Field)
    return std::nullopt;
  CountWrite Write = fieldWrite(Whole, *Address->getSubExpr(), *Field, *Object);
  setValue(Write, Value, Context);
  return Write;
}

std::optional<CountWrite> countWriteOf(const CallExpr &Call,
                                       const ASTContext &Context) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Callee && Callee->getIdentifier())
    if (const capi::CountSetter *Setter =
            capi::findCountSetter(Callee->getName())) {
      if (Call.getNumArgs() <= Setter->CountArgument ||
          Call.getNumArgs() <= Setter->ObjectArgument)
        return std::nullopt;
      CountWrite Write;
      Write.Whole = &Call;
      Write.Object = Call.getArg(Setter->ObjectArgument);
      Write.Name = Setter->Name;
      Write.NameLoc = Call.getCallee()->IgnoreParenCasts()->getExprLoc();
      setValue(Write, *Call.getArg(Setter->CountArgument), Context);
      return Write;
    }
  if (Call.getNumArgs() < 2)
    return std::nullopt;
  return writeThrough(*Call.getArg(0), *Call.getArg(1), Call, Context);
}

std::optional<CountWrite> countWriteOf(const AtomicExpr &Atomic,
                                       const ASTContext &Context) {
  // A load has no value, and its result slot would be mistaken for one.
  if (Atomic.getOp() == AtomicExpr::AO__atomic_load_n ||
      Atomic.getNumSubExprs() < 3)
    return std::nullopt;
  return writeThrough(*Atomic.getPtr(), *Atomic.getVal1(), Atomic, Context);
}

/// Whether an object of \p Type holds a PyObject, and not only points to one.
static bool holdsObject(QualType Type) {
  const auto *Record = Type->getBaseElementTypeUnsafe()->getAsRecordDecl();
  if (!Record || !Record->getDefinition())
    return false;
  if (Record->getName() == capi::ObjectTag)
    return true;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
    for (const CXXBaseSpecifier &Base : Class->getDefinition()->bases())
      if (holdsObject(Base.getType()))
        return true;
  return llvm::any_of(
      Record->getDefinition()->fields(),
      [](const FieldDecl *Field) { return holdsObject(Field->getType()); });
}

namespace {
/// Walks an initializer; every list remembers the braces it was written with.
struct InitializerWalk {
  const ASTContext &Context;
  llvm::SmallVector<CountWrite, 1> Writes;

  void visit(const InitListExpr &List, const InitListExpr &Braces,
             bool InObject) {
    const RecordDecl *Record = List.getType()->getAsRecordDecl();
    const bool IsObject = Record && Record->getName() == capi::ObjectTag;
    unsigned Index = 0;
    const auto Next = [&](const FieldDecl *Field) {
      if (Index >= List.getNumInits())
        return;
      const Expr *Init = List.getInit(Index++);
      if (!Init)
        return;
      if (const auto *Inner = dyn_cast<InitListExpr>(Init))
        visit(*Inner, Inner->getLBraceLoc().isValid() ? *Inner : Braces,
              IsObject || InObject);
      else if (Field && (IsObject || InObject))
        addField(*Field, *Init, Braces);
    };
    if (!Record || Record->isUnion()) {
      const FieldDecl *Active = List.getInitializedFieldInUnion();
      for (unsigned I = 0, E = List.getNumInits(); I != E; ++I)
        Next(Active);
      return;
    }
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      for (unsigned I = 0, E = Class->getNumBases(); I != E; ++I)
        Next(nullptr);
    for (const FieldDecl *Field : Record->fields())
      if (!Field->isUnnamedBitField())
        Next(Field);
  }

  void addField(const FieldDecl &Field, const Expr &Init,
                const InitListExpr &Braces) {
    const capi::CountField *Row =
        Field.getIdentifier() ? capi::findCountField(Field.getName()) : nullptr;
    if (!Row || isa<ImplicitValueInitExpr>(Init))
      return;
    CountWrite Write;
    Write.Whole = &Braces;
    Write.NameLoc = Init.getExprLoc();
    Write.Name = Row->Name;
    Write.Part = Row->Part;
    setValue(Write, Init, Context);
    if (Write.immortalizes())
      Writes.push_back(Write);
  }
};
} // namespace

llvm::SmallVector<CountWrite, 1> countWritesIn(const InitListExpr &Initializer,
                                               const ASTContext &Context) {
  InitializerWalk Walk{Context, {}};
  const InitListExpr *Semantic = Initializer.isSemanticForm()
                                     ? &Initializer
                                     : Initializer.getSemanticForm();
  if (Semantic && !Semantic->isValueDependent() &&
      holdsObject(Semantic->getType()))
    Walk.visit(*Semantic, *Semantic, /*InObject=*/false);
  return std::move(Walk.Writes);
}

} // namespace immortal::source
