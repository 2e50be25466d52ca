// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Freshness.h"
#include "Freshness/Callers.h"
#include "Freshness/Calls.h"
#include "Freshness/FunctionAnalysis.h"
#include "Freshness/SkippedCounting.h"
#include "Freshness/Summaries.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace immortal::freshness {

/// What \p Call passes for the parameter of that number; nullptr if nothing.
static const Expr *argumentFor(const CallExpr &Call, unsigned Index) {
  // An operator's own object is the first argument.
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  if (isa<CXXOperatorCallExpr>(Call) && Method && Method->isInstance())
    ++Index;
  return Index < Call.getNumArgs() ? Call.getArg(Index) : nullptr;
}

class Analysis::Implementation {
public:
  Implementation(ASTContext &Context, const Options &Opts)
      : Context(Context), Opts(Opts),
        Calls(Context, Opts.Rows ? *Opts.Rows : BuiltIn,
              {Opts.MinimumPython, Opts.MaximumPython}),
        Counting(Context, Calls) {}

  Verdict judge(const FunctionDecl &Function, const Expr &Call,
                const Expr &Object) {
    FunctionAnalysis &Body = analysisOf(Function);
    Verdict Result = Body.judge(Call, Object, Opts);
    if (Result.How != Certainty::Never || Result.MoveBehind)
      if (const Stmt *Where = Counting.find(Function, Call, Object)) {
        Result.MoveBehind = nullptr;
        if (Result.How != Certainty::Never) {
          Result.How = Certainty::Never;
          Result.Why = capi::Reason::CountingSkipped;
          Result.Witness.push_back(
              {Where->getBeginLoc(), "the object is not counted here"});
        }
      }
    if (Result.How == Certainty::Unknown &&
        Result.Why == capi::Reason::Parameter && Result.Parameter)
      askCallers(Function, Body, Call, Object, Result);
    return Result;
  }

private:
  /// Wrappers of wrappers are followed so far.
  static constexpr unsigned MaxDepth = 5;

  FunctionAnalysis &analysisOf(const FunctionDecl &Function) {
    auto &Known = Functions[&Function];
    if (!Known)
      Known = std::make_unique<FunctionAnalysis>(Context, Calls, Function);
    return *Known;
  }

  /// Whether \p Function has no way to the object but its parameter, and runs
  /// no code that may have one.
  static bool touchesNothingElse(const FunctionDecl &Function,
                                 const FunctionAnalysis &Body) {
    return llvm::count_if(Function.parameters(),
                          [](const ParmVarDecl *Parameter) {
                            return !Parameter->getType()->isArithmeticType() &&
                                   !Parameter->getType()->isEnumeralType();
                          }) == 1 &&
           !Function.isVariadic() && isQuiet(Body);
  }

  /// What the callers of a function say that makes its parameter immortal: if
  /// all of them are known and pass a unique object, the call in it is proven.
  void askCallers(const FunctionDecl &Function, FunctionAnalysis &Body,
                  const Expr &Call, const Expr &Object, Verdict &To) {
    const unsigned Index = To.Parameter->getFunctionScopeIndex();
    const Verdict Own = Body.judgeAssuming(*To.Parameter, Call, Object, Opts);
    const bool IsTested = Own.How == Certainty::Proven;
    if (Depth >= MaxDepth || (!IsTested && Own.Why != capi::Reason::MaybeNull))
      return;
    ++Depth;
    bool AllUnique = Calls.callers().hasOnlyKnownCallers(Function) &&
                     touchesNothingElse(Function, Body);
    bool MayBeNull = false;
    for (const Callers::Site &Site : Calls.callers().callsOf(Function)) {
      const Expr *Passed = argumentFor(*Site.Call, Index);
      if (!Passed)
        continue;
      Verdict One = judge(*Site.Caller, *Site.Call, *Passed);
      const bool IsOnlyNull = One.Why == capi::Reason::MaybeNull;
      AllUnique &= One.How == Certainty::Proven || IsOnlyNull;
      MayBeNull |= One.How != Certainty::Proven && !IsTested;
      To.Callers.push_back({Site.Caller, Site.Call, Passed, std::move(One)});
    }
    --Depth;
    if (!AllUnique || To.Callers.empty())
      return;
    if (MayBeNull)
      To.Why = capi::Reason::MaybeNull;
    else
      To.How = Certainty::Proven;
  }

  ASTContext &Context;
  const Options Opts;
  const capi::Model BuiltIn;
  CallModel Calls;
  SkippedCounting Counting;
  unsigned Depth = 0;
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<FunctionAnalysis>>
      Functions;
};

Analysis::Analysis(ASTContext &Context, const Options &Opts)
    : Impl(std::make_unique<Implementation>(Context, Opts)) {}
Analysis::~Analysis() = default;

Verdict Analysis::judge(const FunctionDecl &Function, const Expr &Call,
                        const Expr &Object) {
  const FunctionDecl *Definition = nullptr;
  if (!Function.hasBody(Definition))
    return {};
  return Impl->judge(*Definition, Call, Object);
}

} // namespace immortal::freshness
