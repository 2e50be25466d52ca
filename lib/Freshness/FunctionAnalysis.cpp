// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/FunctionAnalysis.h"
#include "Freshness/Witness.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::freshness {

/// What the facts need from a CFG: every expression in the order of evaluation,
/// and all ways on which a C++ object's end, an exception or the initialisation
/// of a static variable can lead.
static CFG::BuildOptions buildOptions(const ASTContext &Context,
                                      bool HasHandlers) {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  Options.AddStaticInitBranches = true;
  // Also what runs the functions of cleanup attributes, in C.
  Options.AddImplicitDtors = true;
  if (Context.getLangOpts().CPlusPlus) {
    Options.AddInitializers = true;
    Options.AddTemporaryDtors = true;
    // Without a handler they all lead to the exit.
    Options.AddEHEdges = HasHandlers;
    Options.AddCXXDefaultInitExprInCtors = true;
  }
  return Options;
}

FunctionAnalysis::FunctionAnalysis(ASTContext &Context, const CallModel &Calls,
                                   const FunctionDecl &Function, bool OfOwner)
    : Context(Context), Function(Function) {
  Stmt *Body = Function.getBody();
  if (!Body || Function.isDependentContext() || Function.isInvalidDecl())
    return;
  Exposed = std::make_unique<Exposure>(
      Function,
      [&](const CallExpr &Call, unsigned Index) {
        return Calls.leavesAlone(Call, Index);
      },
      Calls.owners());
  if (Exposed->hasErrors() || Exposed->hasUnsequencedWrites() ||
      Exposed->hasHiddenControlFlow())
    return;
  Graph = CFG::buildCFG(&Function, Body, &Context,
                        buildOptions(Context, Exposed->hasHandlers()));
  if (!Graph || Graph->getNumBlockIDs() > Analysis::MaxBlocks) {
    Graph = nullptr;
    return;
  }
  Builder = std::make_unique<FactBuilder>(Context, Calls, Function, *Exposed,
                                          OfOwner);
  Builder->build(*Graph);
  Order = std::make_unique<PostOrderCFGView>(Graph.get());
  Numbers = std::make_unique<BlockNumbers>(*Graph, *Order);
  AllGroups =
      std::make_unique<Groups>(Builder->facts(), Builder->places(), *Numbers);
}

FunctionAnalysis::~FunctionAnalysis() = default;

std::optional<unsigned> FunctionAnalysis::slotOfOrigin(OriginID From) const {
  const Origin &Given = facts().Origins[From];
  if (Given.IsThis)
    return 0;
  const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Given.Variable);
  if (!Parameter)
    return std::nullopt;
  return Parameter->getFunctionScopeIndex() + 1;
}

std::optional<unsigned>
FunctionAnalysis::slotOfPlace(llvm::ArrayRef<Source> Of) const {
  if (Of.size() == 1 && Of[0].What == Source::InPlace)
    for (const auto &[Place, Slot] : owners())
      if (Place == Of[0].ID)
        return Slot;
  return std::nullopt;
}

bool FunctionAnalysis::leavesAfter(unsigned ID) const {
  const CFGBlock &Exit = Graph->getExit();
  return llvm::any_of(Exit.preds(), [&](const CFGBlock *Block) {
    return Block && Block->getBlockID() == ID && Block->succ_size() == 1;
  });
}

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

llvm::SmallVector<unsigned, 4>
FunctionAnalysis::groupsOf(llvm::ArrayRef<Source> Of) const {
  llvm::SmallVector<unsigned, 4> Wanted;
  for (Source S : Of)
    if (const auto Group = AllGroups->of(S))
      Wanted.push_back(*Group);
  return AllGroups->withAliases(Wanted);
}

std::unique_ptr<Propagation>
FunctionAnalysis::propagate(llvm::ArrayRef<Source> Of,
                            Assumptions Assumed) const {
  auto Fixpoint = std::make_unique<Propagation>(facts(), places(), *AllGroups,
                                                groupsOf(Of), Assumed);
  if (!Fixpoint->isPossible())
    return nullptr;
  Fixpoint->run(*Graph, *Order, *Numbers);
  return Fixpoint;
}

const Propagation *FunctionAnalysis::propagationFor(llvm::ArrayRef<Source> Of) {
  llvm::SmallVector<unsigned, 4> Wanted = groupsOf(Of);
  for (const auto &[Key, Fixpoint] : Fixpoints)
    if (Key == Wanted)
      return Fixpoint.get();
  return Fixpoints.emplace_back(std::move(Wanted), propagate(Of, {}))
      .second.get();
}

std::optional<Value> FunctionAnalysis::valuesOf(const Expr &Object) {
  const size_t PlacesBefore = places().size();
  const size_t OriginsBefore = facts().Origins.size();
  // What a store to a field names may be the object itself, no pointer to it.
  const bool IsObject = Object.isGLValue() && Object.getType()->isRecordType();
  Value Result =
      IsObject ? Builder->addressOf(&Object) : Builder->valueOf(&Object);
  // About what no statement of the function names, nothing is known.
  if (places().size() != PlacesBefore ||
      facts().Origins.size() != OriginsBefore)
    return std::nullopt;
  return Result;
}

Verdict FunctionAnalysis::judge(const Expr &Call, const Expr &Object,
                                const Options &Opts) {
  if (!Graph)
    return {};
  const auto At = pointOf(Call);
  const auto Values = At ? valuesOf(Object) : std::nullopt;
  const Propagation *Fixpoint = Values ? propagationFor(*Values) : nullptr;
  const auto State = Fixpoint ? Fixpoint->before(*At) : std::nullopt;
  if (!State)
    return {};
  Verdict Result = makeVerdict(facts(), *Fixpoint, *State, *Values, Opts);
  if (Result.How != Certainty::Proven)
    findMove(Call, *Fixpoint, *Values, Opts, Result);
  return Result;
}

Verdict FunctionAnalysis::judgeAssuming(const ParmVarDecl &Parameter,
                                        const Expr &Call, const Expr &Object,
                                        const Options &Opts) {
  if (!Graph)
    return {};
  const auto At = pointOf(Call);
  const auto Values = At ? valuesOf(Object) : std::nullopt;
  if (!Values)
    return {};
  Assumptions Assumed;
  Assumed.Parameter = &Parameter;
  const auto Fixpoint = propagate(*Values, Assumed);
  const auto State = Fixpoint ? Fixpoint->before(*At) : std::nullopt;
  if (!State)
    return {};
  return makeVerdict(facts(), *Fixpoint, *State, *Values, Opts);
}

} // namespace immortal::freshness
