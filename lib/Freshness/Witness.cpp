// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/Witness.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/bit.h"

using namespace clang;

namespace immortal::freshness {

/// What the object's type says about a call that its state allows.
static StateVerdict verdictForType(const Origin &From, const Options &Opts) {
  // CPython marks some types' objects when it makes them.
  if (Opts.ForFreeThreaded)
    if (const auto Refusal =
            capi::refusalWhenFreeThreaded(From.Type, Opts.MaximumPython))
      return {Certainty::Never, *Refusal};
  // What a parameter is, its callers are asked.
  if (From.Type == capi::TypeKey::Any && !From.Variable)
    return {Certainty::Unknown, capi::Reason::UnknownType};
  return {Certainty::Proven, capi::Reason::Unknown};
}

/// The verdict for one state of an object.
static StateVerdict verdictFor(State S, const Origin &From,
                               const Options &Opts) {
  const StateVerdict Result = verdictFor(S);
  const capi::TypeRow &Row = capi::typeRow(From.Type);
  if (Row.Verdict == capi::TypeVerdict::Refused && S != State::Null &&
      S != State::Immortal)
    return {Certainty::Never, Row.Why};
  if (Result.How == Certainty::Proven)
    return verdictForType(From, Opts);
  if (Opts.ForFreeThreaded)
    return Result;
  if (S == State::Weak || S == State::Deferred)
    return verdictForType(From, Opts);
  if (S == State::WeakEscaped || S == State::DeferredEscaped)
    return {Certainty::Unknown, capi::Reason::Unknown};
  return Result;
}

namespace {
/// The join of what is said about several states: proven or never only if all
/// agree, with the reason of the first that is not proven.
struct Joined {
  std::optional<StateVerdict> Now;
  bool MayBeNull = false;

  void add(StateVerdict Next) {
    if (Next.Why == capi::Reason::MaybeNull) {
      MayBeNull = true;
      return;
    }
    if (!Now) {
      Now = Next;
      return;
    }
    if (Now->How == Certainty::Proven)
      Now->Why = Next.Why;
    if (Now->How != Next.How)
      Now->How = Certainty::Unknown;
  }

  StateVerdict result() const {
    if (!Now)
      return {Certainty::Unknown,
              MayBeNull ? capi::Reason::MaybeNull : capi::Reason::Unknown};
    // A NULL would crash both calls, so it does not save a refused one.
    if (MayBeNull && Now->How == Certainty::Proven)
      return {Certainty::Unknown, capi::Reason::MaybeNull};
    return *Now;
  }
};
} // namespace

static std::string describeOrigin(const Origin &From) {
  if (From.Variable)
    return "the object is the parameter '" + From.Variable->getNameAsString() +
           "'";
  const auto *Call = dyn_cast<CallExpr>(From.Where);
  if (!Call)
    return "the object is this";
  const FunctionDecl *Callee = Call->getDirectCallee();
  const std::string By =
      Callee ? " by '" + Callee->getNameAsString() + "'" : "";
  if (From.First.has(State::Unique) || From.First.has(State::NotUnique))
    return "created here" + By;
  return "returned here" + By;
}

static std::string describeLoss(StateSet Now) {
  if (Now.has(State::Immortal))
    return "made immortal here";
  if (Now.has(State::Given))
    return "the reference is given away here";
  if (Now.has(State::Gone))
    return "the reference is released here";
  if (Now.has(State::Weak) || Now.has(State::WeakEscaped))
    return "weakly referenced here";
  if (Now.has(State::Escaped))
    return "passed to code that may keep it here";
  return "shared here";
}

static SourceLocation locationOf(const Origin &From) {
  return From.Variable ? From.Variable->getLocation()
                       : From.Where->getExprLoc();
}

Verdict makeVerdict(const FunctionFacts &Facts, const Propagation &Fixpoint,
                    const FlowState &At, llvm::ArrayRef<Source> Values,
                    const Options &Opts) {
  const Held What = Fixpoint.read(Values, At);
  Joined All;
  if (What.Untested && (What.Values & Held::Null))
    All.MayBeNull = true;
  Verdict Result;
  const uint64_t Objects = What.Values & ~(Held::Null | Held::Unknown);
  const bool IsOne =
      llvm::has_single_bit(Objects) && !(What.Values & Held::Unknown);
  std::optional<capi::TypeKey> Type;
  for (uint64_t Rest = Objects; Rest; Rest &= Rest - 1) {
    const unsigned I = llvm::countr_zero(Rest) - Held::FirstOrigin;
    const Origin &From = Facts.Origins[Fixpoint.origins()[I]];
    At.Objects[I].forEach([&](State S) {
      if (S != State::Null || What.Untested)
        All.add(verdictFor(S, From, Opts));
    });
    if (IsOne && !From.Variable && isa<CallExpr>(From.Where))
      Result.Creation = From.Where;
    if (IsOne && From.Variable)
      Result.Parameter = cast<ParmVarDecl>(From.Variable);
    Type = !Type || *Type == From.Type ? From.Type : capi::TypeKey::Any;
    Result.Witness.push_back({locationOf(From), describeOrigin(From)});
    if (const Stmt *Loss = At.Losses[I]) {
      if (!Result.Loss)
        Result.Loss = Loss;
      // Destructors run at the end of a block.
      const SourceLocation Where =
          isa<CompoundStmt>(Loss) ? Loss->getEndLoc() : Loss->getBeginLoc();
      Result.Witness.push_back({Where, describeLoss(At.Objects[I])});
    }
  }
  if (What.Values & Held::Unknown)
    All.add({Certainty::Unknown, capi::Reason::Unknown});
  else if (Type)
    Result.Type = *Type;
  const StateVerdict Final = All.result();
  Result.How = Final.How;
  Result.Why = Final.Why;
  return Result;
}

} // namespace immortal::freshness
