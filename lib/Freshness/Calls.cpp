// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Calls.h"
#include "CAPI/Formats.h"
#include "CAPI/Immortalizers.h"
#include "Freshness/Annotations.h"
#include "Freshness/Callers.h"
#include "Freshness/Owners.h"
#include "Freshness/Places.h"
#include "Freshness/PythonHeaders.h"
#include "Freshness/Summaries.h"
#include "Freshness/TypeObjects.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Mangle.h"

using namespace clang;
using immortal::capi::Effect;
using immortal::capi::Returns;

namespace immortal::freshness {

bool pointsToVariables(QualType Type) {
  return Type->isPointerType() && Type->getPointeeType()->isPointerType();
}

bool pointsToVariables(const Expr *Argument) {
  return pointsToVariables(stripPointerCasts(Argument)->getType());
}

CallModel::CallModel(ASTContext &Context, const capi::Model &Rows,
                     capi::VersionRange When)
    : Context(Context), Rows(Rows), When(When),
      Bodies(std::make_unique<Summaries>(Context, *this)),
      Searched(std::make_unique<UserDeclarations>(Context)),
      Uses(std::make_unique<Callers>(Context, *Searched)),
      AllOwners(std::make_unique<Owners>(Context, *this)),
      Types(std::make_unique<TypeObjects>(Context, *Searched)) {}

CallModel::~CallModel() = default;

/// The name under which the tables may know the callee; empty for members of
/// classes and namespaces, which are never the C API's.
static llvm::StringRef nameInTables(const FunctionDecl &Callee) {
  if (!Callee.getIdentifier() ||
      !Callee.getDeclContext()->getRedeclContext()->isTranslationUnit())
    return {};
  return Callee.getName();
}

std::string symbolOf(const FunctionDecl &Function) {
  if (!Function.getIdentifier())
    return "";
  const ASTContext &Context = Function.getASTContext();
  if (Function.isExternC() || !Context.getLangOpts().CPlusPlus)
    return Function.getName().str();
  return ASTNameGenerator(const_cast<ASTContext &>(Context)).getName(&Function);
}

bool CallModel::isDescribed(const FunctionDecl &Callee) const {
  return Rows.isUsers(Callee.getName()) ||
         (Rows.knowsSymbols() && Rows.isUsers(symbolOf(Callee)));
}

static Immortalizes immortalizes(llvm::StringRef Name) {
  const capi::Immortalizer *Row =
      Name.empty() ? nullptr : capi::findImmortalizer(Name);
  if (!Row)
    return Immortalizes::No;
  return Row->IsPrivate ? Immortalizes::Always : Immortalizes::IfUnique;
}

bool isQuiet(const CallEffects &Effects) {
  if (Effects.Returns.What == Returns::MaybeShared)
    return false;
  return llvm::all_of(Effects.Arguments, [](Effect What) {
    switch (What) {
    case Effect::Looks:
    case Effect::Increfs:
    case Effect::Initializes:
    case Effect::Immortalizes:
    case Effect::ImmortalizesAlways:
    case Effect::PublishesWithoutReference:
    case Effect::WeaklyReferences:
    case Effect::DefersCount:
    case Effect::OutBorrowed:
      return true;
    default:
      return false;
    }
  });
}

/// Tells from the arguments whether the call makes one immortal.
static void finish(CallEffects &Effects) {
  for (unsigned I = 0; I < Effects.Arguments.size(); ++I) {
    Effect &What = Effects.Arguments[I];
    if (What != Effect::Immortalizes && What != Effect::ImmortalizesAlways)
      continue;
    // Of two arguments, nothing is known about the second.
    const bool IsFirst = Effects.Immortal == Immortalizes::No;
    if (IsFirst) {
      Effects.Immortal = What == Effect::Immortalizes ? Immortalizes::IfUnique
                                                      : Immortalizes::Always;
      Effects.ImmortalArgument = I;
    }
    What = IsFirst ? Effect::Looks : Effect::Unknown;
  }
}

capi::KnownArgument CallModel::known(const CallExpr &Call,
                                     unsigned Index) const {
  if (Index >= Call.getNumArgs())
    return {};
  const Expr *E = Call.getArg(Index);
  if (E->isValueDependent())
    return {};
  if (const auto *Text = dyn_cast<StringLiteral>(E->IgnoreParenCasts());
      Text && Text->getCharByteWidth() == 1)
    return {std::nullopt, Text->getString()};
  if (E->isNullPointerConstant(const_cast<ASTContext &>(Context),
                               Expr::NPC_ValueDependentIsNotNull))
    return {0, std::nullopt};
  Expr::EvalResult Result;
  if (E->EvaluateAsRValue(Result, Context) && !Result.HasSideEffects &&
      Result.Val.isInt() && Result.Val.getInt().getSignificantBits() <= 64)
    return {Result.Val.getInt().getExtValue(), std::nullopt};
  const auto *Address = dyn_cast<UnaryOperator>(stripPointerCasts(E));
  const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  if ((Address && Address->getOpcode() == UO_AddrOf) ||
      (Name && isa<FunctionDecl>(Name->getDecl()) &&
       !Name->getDecl()->isWeak()))
    return {1, std::nullopt};
  return {};
}

void CallModel::applyFormat(const CallExpr &Call, const capi::Function &Row,
                            CallEffects &To) const {
  const capi::FormatRow Format = *Row.format();
  const capi::KnownArgument Text = known(Call, Format.FormatIndex);
  std::optional<capi::ParsedFormat> Parsed;
  if (Text.Text)
    Parsed = capi::parseFormat(Format.Kind, *Text.Text);
  for (unsigned I = Format.FirstArgument; I < To.Arguments.size(); ++I) {
    const unsigned Variadic = I - Format.FirstArgument;
    To.Arguments[I] = Parsed && Variadic < Parsed->Arguments.size()
                          ? Parsed->Arguments[Variadic]
                          : Effect::Unknown;
  }
  if (Format.Kind == capi::FormatKind::Build && Parsed)
    To.Returns = Parsed->Result;
}

/// The arguments before those of the macro of the same name: with Py_REF_DEBUG,
/// Py_DECREF(op) calls Py_DECREF(filename, lineno, op) (Include/refcount.h).
static unsigned leadingArguments(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || Callee->getNumParams() < 3)
    return 0;
  const auto IsCalled = [&](unsigned Index, llvm::StringRef Name) {
    const IdentifierInfo *Id = Callee->getParamDecl(Index)->getIdentifier();
    return Id && Id->getName() == Name;
  };
  return IsCalled(0, "filename") && IsCalled(1, "lineno") ? 2 : 0;
}

/// Whether \p Callee is one of CPython's exception classes.
static bool isExceptionClass(const Expr *Callee) {
  const auto *Name = dyn_cast<DeclRefExpr>(Callee->IgnoreParenCasts());
  const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var && Var->hasExternalFormalLinkage() && Var->getIdentifier() &&
         capi::isExceptionClass(Var->getName());
}

CallEffects CallModel::fromRow(const CallExpr &Call,
                               const capi::Function &Row) const {
  const auto Known = [&](unsigned Index) { return known(Call, Index); };
  CallEffects Result;
  Result.IsKnown = true;
  Result.Returns = Row.returns(When, Known);
  // What users say about their own functions is "negative".
  const FunctionDecl *Callee = Call.getDirectCallee();
  const llvm::StringRef Name =
      Callee && Callee->getIdentifier() ? Callee->getName() : llvm::StringRef();
  Result.ReturnsZeroOrMinusOne = capi::findFunction(Name) == &Row;
  Result.Removes = capi::removesObjects(Name);
  Result.Arguments.assign(leadingArguments(Call), Effect::Looks);
  for (unsigned I = 0; Result.Arguments.size() < Call.getNumArgs(); ++I)
    Result.Arguments.push_back(Row.effectOn(I, When));
  if (Row.format())
    applyFormat(Call, Row, Result);
  const Expr *Called = Row.Callee && *Row.Callee < Call.getNumArgs()
                           ? Call.getArg(*Row.Callee)
                           : nullptr;
  if (Called && isExceptionClass(Called)) {
    Result.Returns.Type = capi::TypeKey::Exception;
  } else if (Called && Row.callsWithoutArguments(Known)) {
    const auto *Address = dyn_cast<UnaryOperator>(stripPointerCasts(Called));
    const auto *Type =
        Address && Address->getOpcode() == UO_AddrOf
            ? dyn_cast<DeclRefExpr>(stripLValue(Address->getSubExpr()))
            : nullptr;
    if (Type && Type->getDecl()->getIdentifier())
      Result.Returns =
          capi::returnsOfCalledType(Type->getDecl()->getName(), When);
  }
  if (const auto Type = typeArgument(Row, When);
      Type && *Type < Call.getNumArgs()) {
    Result.Returns.Type = Types->instancesOf(*Call.getArg(*Type));
    Result.MayInitializeRefused = capi::mayBeRefused(Result.Returns.Type);
  }
  finish(Result);
  Result.IsQuiet = isQuiet(Result) && !capi::runsAnyCode(Name);
  return Result;
}

/// What is known about the field of a struct that \p Call calls through.
static const capi::Function *findSlot(const CallExpr &Call) {
  const auto *Member =
      dyn_cast<MemberExpr>(Call.getCallee()->IgnoreParenImpCasts());
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (!Field || !Field->getIdentifier())
    return nullptr;
  const RecordDecl *Record = Field->getParent();
  const auto *Typedef = Record->getTypedefNameForAnonDecl();
  return capi::findSlot(Typedef ? Typedef->getName() : Record->getName(),
                        Field->getName());
}

CallEffects CallModel::compute(const CallExpr &Call) const {
  // A declaration without a prototype lets calls have too few arguments.
  if (const FunctionDecl *Callee = Call.getDirectCallee();
      Callee && Call.getNumArgs() < Callee->getNumParams())
    return {};
  CallEffects Result = computeUnannotated(Call);
  if (applyAnnotations(Call, Result))
    finish(Result);
  return Result;
}

CallEffects CallModel::computeUnannotated(const CallExpr &Call) const {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee) {
    const capi::Function *Slot = findSlot(Call);
    return Slot ? fromRow(Call, *Slot) : CallEffects{};
  }
  const llvm::StringRef Name = nameInTables(*Callee);
  CallEffects Result;
  if (const Immortalizes Immortal = immortalizes(Name);
      Immortal != Immortalizes::No && Call.getNumArgs() > 0) {
    Result.IsKnown = Result.IsQuiet = true;
    Result.Immortal = Immortal;
    Result.Arguments.assign(Call.getNumArgs(), Effect::Looks);
    return Result;
  }
  const capi::Function *Row = Name.empty() ? nullptr : Rows.find(Name);
  if (!Row && Rows.knowsSymbols())
    Row = Rows.find(symbolOf(*Callee));
  if (Row)
    return fromRow(Call, *Row);
  // A pure function neither stores nor counts.
  if (Callee->hasAttr<PureAttr>() || Callee->hasAttr<ConstAttr>()) {
    Result.IsKnown = Result.IsQuiet = true;
    Result.Arguments.assign(Call.getNumArgs(), Effect::Looks);
    if (Call.getType()->isPointerType())
      Result.IsKnown = false;
    return Result;
  }
  // Of calls without pointers, nothing but that code runs would be used.
  if (llvm::none_of(Call.arguments(),
                    [](const Expr *E) {
                      return E->getType()->isPointerType() || E->isGLValue();
                    }) &&
      !AllOwners->holdsObject(Call.getType()))
    return Result;
  const CallEffects *Summary =
      isa<CXXOperatorCallExpr>(Call) ? nullptr : Bodies->of(*Callee);
  return Summary ? *Summary : Result;
}

const CallEffects *CallModel::summaryOf(const FunctionDecl &Callee) const {
  return Bodies->of(Callee);
}

const CallEffects &CallModel::describe(const CallExpr &Call) const {
  if (const auto Found = Known.find(&Call); Found != Known.end())
    return *Found->second;
  // Summaries describe other calls meanwhile.
  auto Effects = std::make_unique<CallEffects>(compute(Call));
  return *(Known[&Call] = std::move(Effects));
}

bool CallModel::leavesAlone(const CallExpr &Call, unsigned Index) const {
  return describe(Call).on(Index) != Effect::Unknown;
}

} // namespace immortal::freshness
