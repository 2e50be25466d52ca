// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalCalls.h"
#include "CAPI/PrivateNames.h"
#include "CAPI/TriggerWords.h"
#include "Source/EachTime.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace immortal::tidy {

/// The row of the function that \p Call calls; nullptr if it is none. Members
/// of classes and namespaces are never the C API's.
static const capi::Immortalizer *immortalizerOf(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || !Callee->getIdentifier() || Call.getNumArgs() == 0 ||
      !Callee->getDeclContext()->getRedeclContext()->isTranslationUnit())
    return nullptr;
  return capi::findImmortalizer(Callee->getName());
}

/// The row that behaves like the user's function that \p Call calls, which is
/// defined elsewhere, by what an annotation or a model file says; nullptr if
/// they say nothing of that kind. \p Argument is what it makes immortal.
static const capi::Immortalizer *describedRow(const CallExpr &Call,
                                              const freshness::CallModel &Model,
                                              unsigned &Argument) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || Callee->hasBody() || !Callee->getIdentifier())
    return nullptr;
  const bool IsAnnotated = llvm::any_of(
      Callee->getMostRecentDecl()->parameters(),
      [](const ParmVarDecl *P) { return P->hasAttr<AnnotateAttr>(); });
  if (!IsAnnotated && !Model.isDescribed(*Callee))
    return nullptr;
  const freshness::CallEffects &Effects = Model.describe(Call);
  if (Effects.Immortal == freshness::Immortalizes::No)
    return nullptr;
  Argument = Effects.ImmortalArgument;
  const bool IsPrivate = Effects.Immortal == freshness::Immortalizes::Always;
  return llvm::find_if(capi::immortalizers(),
                       [&](const capi::Immortalizer &Row) {
                         return Row.IsPrivate == IsPrivate;
                       });
}

/// Where the name of the callee is, maybe in a macro.
static SourceLocation calleeLocation(const CallExpr &Call) {
  const Expr *Callee = Call.getCallee()->IgnoreParenImpCasts();
  while (const auto *Operator = dyn_cast<UnaryOperator>(Callee))
    Callee = Operator->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Name = dyn_cast<DeclRefExpr>(Callee))
    return Name->getLocation();
  return Callee->getExprLoc();
}

static llvm::StringRef spelledAt(SourceLocation Loc, const SourceManager &SM,
                                 const LangOptions &LangOpts) {
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  return SM.getBufferData(File).substr(
      Offset, Lexer::MeasureTokenLength(Loc, SM, LangOpts));
}

/// The calls, by place. Two calls in one macro are at one place, and differ in
/// their spelling.
class ImmortalCalls::Collector : public RecursiveASTVisitor<Collector> {
  using Base = RecursiveASTVisitor<Collector>;

public:
  Collector(const ASTContext &Context, const source::UserCode &Code,
            const freshness::CallModel &Model)
      : SM(Context.getSourceManager()), LangOpts(Context.getLangOpts()),
        Code(Code), Model(Model) {}

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
    if (Functions.empty() || Functions.back()->isDependentContext())
      return true;
    ImmortalCall Found;
    Found.Row = immortalizerOf(*Call);
    if (!Found.Row) {
      Found.Row = describedRow(*Call, Model, Found.Argument);
      Found.IsDescribed = true;
    }
    if (Found.Row)
      add(*Call, std::move(Found));
    return true;
  }

  std::vector<ImmortalCall> take() {
    std::vector<ImmortalCall> Result;
    for (auto &[Place, Call] : Places)
      Result.push_back(std::move(Call));
    return Result;
  }

private:
  void add(const CallExpr &Call, ImmortalCall Found) {
    const SourceLocation NameLoc = calleeLocation(Call);
    Found.Loc = SM.getFileLoc(NameLoc);
    if (!Code.isUsers(Found.Loc) ||
        !Code.generatorOf(SM.getFileID(Found.Loc)).empty())
      return;
    const auto [Known, IsNew] =
        Places.insert({{Found.Loc, SM.getSpellingLoc(NameLoc)}, Found});
    ImmortalCall &At = Known->second;
    if (!IsNew) {
      At.Instances.push_back({&Call, Functions.back()});
      return;
    }
    At.Call = &Call;
    At.Object = Call.getArg(At.Argument);
    At.Function = Functions.back();
    At.Name = spelledAt(Found.Loc, SM, LangOpts);
    // CPython's and py_immortal.h's own macros around a function have its name.
    At.IsPlain = capi::findImmortalizer(At.Name) && !isInArgument(NameLoc);
  }

  /// Whether \p Loc comes out of a macro's argument.
  bool isInArgument(SourceLocation Loc) const {
    for (; Loc.isMacroID(); Loc = SM.getImmediateExpansionRange(Loc).getBegin())
      if (SM.isMacroArgExpansion(Loc))
        return true;
    return false;
  }

  const SourceManager &SM;
  const LangOptions &LangOpts;
  const source::UserCode &Code;
  const freshness::CallModel &Model;
  llvm::SmallVector<const FunctionDecl *, 4> Functions;
  llvm::MapVector<std::pair<SourceLocation, SourceLocation>, ImmortalCall>
      Places;
};

ImmortalCalls::ImmortalCalls(std::shared_ptr<UnitAnalysis> Shared,
                             Preprocessor &PP,
                             const source::SkippedRanges &Skipped)
    : Unit(std::move(Shared)), PP(PP) {
  const source::UserCode &Code = Unit->Code;
  const SourceManager &SM = Unit->Context.getSourceManager();
  const auto MayImmortalize = [&](FileID File) {
    const llvm::StringRef Text = SM.getBufferData(File);
    return Code.ownerOf(File) == source::Owner::User &&
           (capi::mayImmortalize(Text) || Unit->rows().mayImmortalize(Text));
  };
  if (!Code.pythonVersion() ||
      (llvm::none_of(Skipped.files(), MayImmortalize) &&
       llvm::none_of(Skipped.preambleTexts(), capi::mayImmortalize)))
    return;
  Collector Found(Unit->Context, Code, Unit->Model);
  for (Decl *D : Code.declarations(Unit->Context))
    Found.TraverseDecl(D);
  Calls = Found.take();
}

std::shared_ptr<ImmortalCalls>
ImmortalCalls::of(std::shared_ptr<UnitAnalysis> Unit, Preprocessor &PP,
                  const source::SkippedRanges &Skipped) {
  // As the unit's analysis itself.
  static thread_local std::weak_ptr<ImmortalCalls> Last;
  std::shared_ptr<ImmortalCalls> Result = Last.lock();
  if (!Result || Result->Unit != Unit) {
    Result.reset(new ImmortalCalls(std::move(Unit), PP, Skipped));
    Last = Result;
  }
  return Result;
}

capi::Version ImmortalCalls::oldestPython() const {
  return std::min(Unit->Options.MinimumPython.value_or(capi::Newest),
                  Unit->Code.pythonVersion());
}

static bool areAlike(const freshness::Verdict &A, const freshness::Verdict &B) {
  return A.How == B.How && A.Why == B.Why && A.Type == B.Type;
}

freshness::Verdict ImmortalCalls::computeVerdict(const ImmortalCall &Call) {
  freshness::Verdict Result =
      Unit->Freshness.judge(*Call.Function, *Call.Call, Call.object());
  for (const auto &[Other, Function] : Call.Instances) {
    freshness::Verdict Next =
        Unit->Freshness.judge(*Function, *Other, *Other->getArg(Call.Argument));
    if (!areAlike(Next, Result))
      return {};
    llvm::move(Next.Callers, std::back_inserter(Result.Callers));
  }
  return Result;
}

const freshness::Verdict &ImmortalCalls::judge(const ImmortalCall &Call) {
  if (Call.Passed)
    return *Call.Passed;
  std::unique_ptr<freshness::Verdict> &Known = Verdicts[Call.Call];
  if (!Known)
    Known = std::make_unique<freshness::Verdict>(computeVerdict(Call));
  return *Known;
}

void ImmortalCalls::addCallers(const ImmortalCall &Of) {
  static const freshness::Verdict Unclear;
  const freshness::Verdict &V = judge(Of);
  // What it asks first, and what becomes of the answer, is between the two.
  if (V.Callers.empty() ||
      !source::isReachedEachTime(*Of.Call, *Of.Function, V.Parameter,
                                 Unit->Code, Unit->Context))
    return;
  const SourceManager &SM = Unit->Context.getSourceManager();
  for (const freshness::CallerVerdict &From : V.Callers) {
    ImmortalCall Next;
    Next.Loc = SM.getFileLoc(calleeLocation(*From.Call));
    if (!Unit->Code.isUsers(Next.Loc) ||
        !Unit->Code.generatorOf(SM.getFileID(Next.Loc)).empty())
      continue;
    const auto Known = llvm::find_if(*Wrapped, [&](const ImmortalCall &Other) {
      return Other.Loc == Next.Loc &&
             Other.Object->getBeginLoc() == From.Object->getBeginLoc();
    });
    if (Known != Wrapped->end()) {
      // In another instance of a template, or twice in the wrapper.
      if (!areAlike(*Known->Passed, From.Result))
        Known->Passed = &Unclear;
      continue;
    }
    Next.Row = Of.Row;
    Next.Call = From.Call;
    Next.Object = From.Object;
    Next.Function = From.Caller;
    Next.Name = spelledAt(Next.Loc, SM, Unit->Context.getLangOpts());
    Next.Within = &Of;
    Next.Passed = &From.Result;
    Wrapped->push_back(Next);
  }
}

const std::deque<ImmortalCall> &ImmortalCalls::callsOfWrappers() {
  if (Wrapped)
    return *Wrapped;
  Wrapped.emplace();
  for (const ImmortalCall &Call : Calls)
    addCallers(Call);
  // Wrappers of wrappers; a deque's elements stay where they are.
  for (size_t I = 0; I < Wrapped->size(); ++I)
    addCallers((*Wrapped)[I]);
  return *Wrapped;
}

} // namespace immortal::tidy
