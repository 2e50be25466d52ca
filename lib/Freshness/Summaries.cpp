// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Summaries.h"
#include "Freshness/FunctionAnalysis.h"
#include "Freshness/Owners.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

using namespace clang;
using immortal::capi::Effect;
using immortal::capi::Returns;

namespace immortal::freshness {

/// The effect that makes of a unique object one in the states \p Exit.
static Effect effectOf(StateSet Exit) {
  if (Exit.empty() || Exit == State::Unique)
    return Effect::Looks;
  if (Exit == State::Twice)
    return Effect::Increfs;
  if (Exit == State::Shared)
    return Effect::Keeps;
  if (Exit == State::Given)
    return Effect::Steals;
  if (Exit == State::Gone)
    return Effect::Releases;
  if (Exit == State::Reachable)
    return Effect::PublishesWithoutReference;
  return Effect::Unknown;
}

namespace {
/// What a function returns, or stores for its caller.
struct ReturnedValue {
  capi::ReturnInfo Info;
  /// For Returns::FirstArgument and Returns::NewReferenceToFirstArgument.
  unsigned Argument = 0;
};
} // namespace

/// What the caller gets when one of the callee's objects is in the states \p
/// Now.
static Returns returnedAs(StateSet Now, bool IsParameter) {
  Now = Now.without(State::Null);
  if (Now.empty())
    return Returns::NullAlways;
  if (IsParameter) {
    if (Now == State::Parameter)
      return Returns::FirstArgument;
    return Now == State::ParameterTwice ? Returns::NewReferenceToFirstArgument
                                        : Returns::Nothing;
  }
  if (Now == State::Unique)
    return Returns::Fresh;
  if (Now == State::NotUnique)
    return Returns::NotUnique;
  if (Now == State::Immortal)
    return Returns::Immortal;
  if (Now == State::Borrowed)
    return Returns::Borrowed;
  if (Now == State::Memory)
    return Returns::Memory;
  return Now.isSubsetOf(StateSet(State::Unique) | State::NotUnique |
                        State::Immortal | State::MaybeShared)
             ? Returns::MaybeShared
             : Returns::Nothing;
}

/// What is true if it may be either; Returns::Nothing is not known.
static ReturnedValue join(const ReturnedValue &A, const ReturnedValue &B) {
  ReturnedValue Result = A.Info.What == Returns::NullAlways ? B : A;
  if (A.Info.What != Returns::NullAlways &&
      B.Info.What != Returns::NullAlways) {
    Result.Info.Type = capi::join(A.Info.Type, B.Info.Type);
    if (A.Info.What != B.Info.What || A.Argument != B.Argument)
      Result.Info.What = Returns::Nothing;
  }
  if (A.Info.Fails == capi::Failure::Null ||
      B.Info.Fails == capi::Failure::Null)
    Result.Info.Fails = capi::Failure::Null;
  return Result;
}

static ReturnedValue describe(llvm::ArrayRef<Source> Values,
                              const FunctionAnalysis &Body,
                              const Propagation &Fixpoint, const FlowState &At,
                              const FlowState &End) {
  const Held What = Fixpoint.read(Values, At);
  ReturnedValue Result;
  if (What.Values & Held::Unknown)
    return Result;
  Result.Info.What = Returns::NullAlways;
  if (Fixpoint.mayBeNull(What, At))
    Result.Info.Fails = capi::Failure::Null;
  for (unsigned I = 0; I < Fixpoint.origins().size(); ++I) {
    if (!Held::holds(What, I))
      continue;
    const Origin &From = Body.facts().Origins[Fixpoint.origins()[I]];
    ReturnedValue One;
    One.Info.What = returnedAs(End.Objects[I], From.Variable != nullptr);
    One.Info.Type = From.Type;
    if (From.Variable)
      One.Argument = cast<ParmVarDecl>(From.Variable)->getFunctionScopeIndex();
    Result = join(Result, One);
  }
  return Result;
}

/// What the return statements return.
static ReturnedValue describeReturn(const FunctionAnalysis &Body) {
  llvm::SmallVector<std::pair<FunctionFacts::Point, const Fact *>, 4> Returned;
  Value All;
  for (uint32_t Block = 0; Block < Body.facts().Blocks.size(); ++Block) {
    const BlockFacts &Here = Body.facts().Blocks[Block];
    for (uint32_t I = Here.FirstFact; I < Here.EndFact; ++I)
      if (const Fact &F = Body.facts().Facts[I]; F.How == Fact::Return) {
        Returned.push_back({{Block, I}, &F});
        llvm::append_range(All, Body.facts().sources(F));
      }
  }
  const auto Fixpoint = Body.propagate(All, {});
  std::optional<ReturnedValue> Result;
  for (const auto &[Where, F] : Returned) {
    const auto At = Fixpoint ? Fixpoint->before(Where) : std::nullopt;
    if (Fixpoint && !At)
      continue;
    // Destructors run behind the statement, in the same block.
    const uint32_t EndFact = Body.facts().Blocks[Where.Block].EndFact;
    const auto End = Fixpoint && Body.leavesAfter(Where.Block)
                         ? Fixpoint->before({Where.Block, EndFact})
                         : std::nullopt;
    const ReturnedValue One =
        End ? describe(Body.facts().sources(*F), Body, *Fixpoint, *At, *End)
            : ReturnedValue();
    Result = Result ? join(*Result, One) : One;
  }
  return Result.value_or(ReturnedValue());
}

/// Whether \p Body, which makes a unique object immortal, leaves one alone that
/// has another reference.
static bool refusesShared(const FunctionAnalysis &Body, unsigned Index) {
  const auto &[Place, Origin] = Body.facts().Parameters[Index];
  Assumptions Assumed;
  Assumed.Parameter = Body.facts().Origins[Origin].Variable;
  Assumed.Passed = State::Shared;
  const auto Fixpoint = Body.propagate({{Source::InPlace, Place}}, Assumed);
  const auto Exit = Fixpoint ? Fixpoint->atExit() : std::nullopt;
  return Exit && Fixpoint->object(Origin, *Exit).has(State::Shared);
}

namespace {
/// A point at which a function of numbers returns, by what that says.
struct NumberReturned {
  FunctionFacts::Point End;
  bool MayFail = true;
  bool MaySucceed = true;
  /// Fact::Perhaps, or the edge that says so.
  uint16_t Edge = Fact::Perhaps;
};
} // namespace

/// All points at which \p Callee, a function that returns a negative number if
/// it fails, returns; empty if that is not how it tells.
static std::vector<NumberReturned> numbersReturned(const FunctionAnalysis &Body,
                                                   const FunctionDecl &Callee) {
  std::vector<NumberReturned> Result;
  bool Fails = false;
  if (!Callee.getReturnType()->isSignedIntegerType())
    return {};
  for (uint32_t Block = 0; Block < Body.facts().Blocks.size(); ++Block) {
    const BlockFacts &Here = Body.facts().Blocks[Block];
    for (uint32_t I = Here.FirstFact; I < Here.EndFact; ++I) {
      const Fact &F = Body.facts().Facts[I];
      if (F.How != Fact::Return)
        continue;
      // Destructors run in blocks of their own.
      if (!Body.leavesAfter(Block))
        return {};
      const FunctionFacts::Point End = {Block, Here.EndFact};
      if (Here.SuccessEdge == Fact::ReturnsDone) {
        Result.push_back({End, true, false, Fact::ReturnsFailed});
        Result.push_back({End, false, true, Fact::ReturnsDone});
        Fails = true;
        continue;
      }
      const Expr *E = cast<ReturnStmt>(F.Where)->getRetValue();
      Expr::EvalResult Value;
      NumberReturned One{End};
      if (!E->isValueDependent() &&
          E->EvaluateAsInt(Value, Callee.getASTContext())) {
        One.MayFail = Value.Val.getInt().isNegative();
        One.MaySucceed = !One.MayFail;
        Fails |= One.MayFail;
      }
      Result.push_back(One);
    }
  }
  return Fails ? Result : std::vector<NumberReturned>();
}

/// The effect on the object of \p From of a call that is told apart by whether
/// it succeeds; std::nullopt if there is none, or no difference.
static std::optional<Effect>
effectOnSuccess(llvm::ArrayRef<NumberReturned> Returns, OriginID From,
                const Propagation &Fixpoint) {
  StateSet Failed, Done;
  for (const NumberReturned &At : Returns) {
    const auto End = Fixpoint.before(At.End, At.Edge);
    if (!End)
      continue;
    const StateSet Now = Fixpoint.object(From, *End).without(State::Null);
    if (At.MayFail)
      Failed |= Now;
    if (At.MaySucceed)
      Done |= Now;
  }
  if (!Failed.isSubsetOf(State::Unique))
    return std::nullopt;
  if (Done == State::Shared)
    return Effect::Keeps;
  if (Done == State::Given)
    return Effect::StealsOnSuccess;
  return std::nullopt;
}

/// What \p Body does to the object that \p Parameter leads to.
static void summarizeParameter(const FunctionAnalysis &Body, unsigned Index,
                               llvm::ArrayRef<NumberReturned> Returns,
                               CallEffects &To) {
  const auto &[Place, Origin] = Body.facts().Parameters[Index];
  const auto *Variable =
      cast<ParmVarDecl>(Body.facts().Origins[Origin].Variable);
  Assumptions Assumed;
  Assumed.Parameter = Variable;
  const unsigned Argument = Variable->getFunctionScopeIndex();
  const auto Fixpoint = Body.propagate({{Source::InPlace, Place}}, Assumed);
  if (!Fixpoint)
    return;
  const auto Exit = Fixpoint->atExit();
  const StateSet Object =
      Exit ? Fixpoint->object(Origin, *Exit).without(State::Null) : StateSet();
  To.Arguments[Argument] =
      effectOnSuccess(Returns, Origin, *Fixpoint).value_or(effectOf(Object));
  // What it does to what the pointer leads to is a store like any other.
  if (pointsToVariables(Variable->getType()) &&
      To.Arguments[Argument] != Effect::Looks)
    To.Arguments[Argument] = Effect::Unknown;
  if (Object == State::Immortal) {
    To.Arguments[Argument] = Effect::Looks;
    To.Immortal = refusesShared(Body, Index) ? Immortalizes::IfUnique
                                             : Immortalizes::Always;
    To.ImmortalArgument = Argument;
  }
}

/// What the place behind the parameter, a variable's address, gets.
static void summarizeOut(const FunctionAnalysis &Body, unsigned Index,
                         CallEffects &To) {
  const auto &[Place, Origin] = Body.facts().Parameters[Index];
  const auto *Variable =
      cast<ParmVarDecl>(Body.facts().Origins[Origin].Variable);
  const unsigned Argument = Variable->getFunctionScopeIndex();
  if (!pointsToVariables(Variable->getType()) ||
      To.Arguments[Argument] != Effect::Looks)
    return;
  To.Arguments[Argument] = Effect::Unknown;
  const auto Target = Body.places().find(Place, {PlaceStep::Deref});
  if (!Target)
    return;
  Assumptions Assumed;
  Assumed.Out = *Target;
  const auto Fixpoint = Body.propagate({{Source::InPlace, *Target}}, Assumed);
  const auto Exit = Fixpoint ? Fixpoint->atExit() : std::nullopt;
  if (!Exit)
    return;
  const ReturnedValue Value =
      describe({{Source::InPlace, *Target}}, Body, *Fixpoint, *Exit, *Exit);
  if (Value.Info.What != Returns::Fresh &&
      Value.Info.What != Returns::NotUnique)
    return;
  To.Arguments[Argument] = Effect::OutNew;
  To.Outs.push_back({Argument, Value.Info});
}

bool isQuiet(const FunctionAnalysis &Body) {
  return llvm::all_of(Body.facts().Facts, [&](const Fact &F) {
    switch (F.How) {
    case Fact::RunMethods:
    case Fact::RunCode:
    case Fact::SmearMemory:
    case Fact::SmearOtherMemory:
    case Fact::Removal:
      return false;
    case Fact::Assign:
      return !Body.places()[F.Target].IsMemory;
    case Fact::Apply:
      return llvm::all_of(Body.facts().sources(F), [&](Source S) {
        const auto Group = Body.groups().of(S);
        return Group && !Body.groups().mayAlias(*Group);
      });
    default:
      return true;
    }
  });
}

static void summarizeReturn(const FunctionAnalysis &Body,
                            const FunctionDecl &Callee, const CallModel &Calls,
                            CallEffects &To) {
  if (!Calls.owners().holdsObject(Callee.getReturnType()))
    return;
  const ReturnedValue Value = describeReturn(Body);
  To.Returns = Value.Info;
  To.ReturnedArgument = Value.Argument;
}

std::unique_ptr<CallEffects> Summaries::compute(const FunctionDecl &Callee) {
  FunctionAnalysis Body(Context, Calls, Callee);
  if (!Body.isPossible() || Body.size() > MaxBlocks)
    return nullptr;
  BlocksInAll += Body.size();
  auto Result = std::make_unique<CallEffects>();
  Result->IsKnown = Result->IsSummary = true;
  Result->Arguments.assign(Callee.getNumParams(), Effect::Unknown);
  const std::vector<NumberReturned> Numbers = numbersReturned(Body, Callee);
  if (!Numbers.empty())
    Result->Returns.Fails = capi::Failure::Negative;
  for (unsigned I = 0; I < Body.facts().Parameters.size(); ++I) {
    summarizeParameter(Body, I, Numbers, *Result);
    summarizeOut(Body, I, *Result);
  }
  summarizeReturn(Body, Callee, Calls, *Result);
  Result->IsQuiet = isQuiet(Body);
  return Result;
}

/// Whether a call runs exactly this body, and it is one to look into.
static bool isFollowed(const FunctionDecl &Callee) {
  if (Callee.hasAttr<WeakAttr>() || Callee.isVariadic() ||
      Callee.isDependentContext())
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  return !Method || !Method->isVirtual();
}

const CallEffects *Summaries::of(const FunctionDecl &Callee) {
  const FunctionDecl *Definition = nullptr;
  if (!Callee.hasBody(Definition) || !isFollowed(*Definition))
    return nullptr;
  const auto [At, New] = Known.try_emplace(Definition, nullptr);
  if (!New)
    return At->second.get();
  if (Depth >= MaxDepth || BlocksInAll > MaxBlocksInAll) {
    Known.erase(Definition);
    return nullptr;
  }
  ++Depth;
  auto Result = compute(*Definition);
  --Depth;
  return (Known[Definition] = std::move(Result)).get();
}

} // namespace immortal::freshness
