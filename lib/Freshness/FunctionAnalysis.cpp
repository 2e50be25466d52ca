// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/FunctionAnalysis.h"
#include "Freshness/Witness.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::freshness {

/// What the facts need from a CFG: every expression in the order of evaluation,
/// and all ways on which a C++ object's end, an exception or the initialisation
/// of a static variable can lead.
static CFG::BuildOptions buildOptions(const ASTContext &Context) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddStaticInitBranches = true;
  // Also what runs the functions of cleanup attributes, in C.
  Options.AddImplicitDtors = true;
  if (Context.getLangOpts().CPlusPlus) {
    Options.AddInitializers = true;
    Options.AddTemporaryDtors = true;
    Options.AddEHEdges = true;
    Options.AddCXXDefaultInitExprInCtors = true;
  }
  return Options;
}

FunctionAnalysis::FunctionAnalysis(ASTContext &Context, const CallModel &Calls,
                                   const FunctionDecl &Function) {
  Stmt *Body = Function.getBody();
  if (!Body || Function.isDependentContext() || Function.isInvalidDecl())
    return;
  Exposed = std::make_unique<Exposure>(
      *Body, [&](const CallExpr &Call, unsigned Index) {
        return Calls.leavesAlone(Call, Index);
      });
  if (Exposed->hasErrors() || Exposed->hasUnsequencedWrites() ||
      Exposed->hasHiddenControlFlow())
    return;
  Graph = CFG::buildCFG(&Function, Body, &Context, buildOptions(Context));
  if (!Graph || Graph->getNumBlockIDs() > Analysis::MaxBlocks) {
    Graph = nullptr;
    return;
  }
  Builder = std::make_unique<FactBuilder>(Context, Calls, Function, *Exposed);
  Builder->build(*Graph);
  Order = std::make_unique<PostOrderCFGView>(Graph.get());
  AllGroups = std::make_unique<Groups>(Builder->facts(), Builder->places());
}

FunctionAnalysis::~FunctionAnalysis() = default;

std::optional<FunctionFacts::Point>
FunctionAnalysis::pointOf(const Expr &Call) const {
  const auto &Points = Builder->facts().Points;
  for (const Expr *E = &Call;;) {
    if (const auto Found = Points.find(E); Found != Points.end())
      return Found->second;
    const Expr *Inner = E->IgnoreParenCasts();
    if (Inner == E)
      return std::nullopt;
    E = Inner;
  }
}

const Propagation *FunctionAnalysis::propagationFor(llvm::ArrayRef<Source> Of) {
  llvm::SmallVector<unsigned, 4> Wanted;
  for (Source S : Of)
    if (const auto Group = AllGroups->of(S))
      Wanted.push_back(*Group);
  Wanted = AllGroups->withAliases(Wanted);
  for (const auto &[Key, Fixpoint] : Fixpoints)
    if (Key == Wanted)
      return Fixpoint.get();
  auto Fixpoint = std::make_unique<Propagation>(
      Builder->facts(), Builder->places(), *AllGroups, Wanted);
  if (Fixpoint->isPossible())
    Fixpoint->run(*Graph, *Order);
  else
    Fixpoint = nullptr;
  return Fixpoints.emplace_back(std::move(Wanted), std::move(Fixpoint))
      .second.get();
}

Verdict FunctionAnalysis::judge(const Expr &Call, const Expr &Object,
                                const Options &Opts) {
  if (!Graph)
    return {};
  const auto At = pointOf(Call);
  if (!At)
    return {};
  const size_t PlacesBefore = Builder->places().size();
  const size_t OriginsBefore = Builder->facts().Origins.size();
  const Value Values = Builder->valueOf(&Object);
  // What no statement of the function names, nothing is known about.
  if (Builder->places().size() != PlacesBefore ||
      Builder->facts().Origins.size() != OriginsBefore)
    return {};
  const Propagation *Fixpoint = propagationFor(Values);
  if (!Fixpoint)
    return {};
  const auto State = Fixpoint->before(*At);
  if (!State)
    return {};
  return makeVerdict(Builder->facts(), *Fixpoint, *State, Values, Opts);
}

} // namespace immortal::freshness
