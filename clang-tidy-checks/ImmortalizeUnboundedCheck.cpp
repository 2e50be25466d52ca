// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizeUnboundedCheck.h"
#include "Source/EachTime.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;
using immortal::capi::Often;
using immortal::capi::Reason;
using immortal::freshness::Callers;
using immortal::freshness::Certainty;
using immortal::freshness::Verdict;

namespace immortal::tidy {

/// Whether the call has another object each time, and makes it immortal.
static bool makesAnother(const ImmortalCalls &Calls, const ImmortalCall &Call,
                         const Verdict &V) {
  if (V.How == Certainty::Never && !Call.Row->IsPrivate) {
    const capi::FreshnessReason *Why = capi::findFreshnessReason(V.Why);
    if (!Why || !Why->MayBeAccepted)
      return false;
  }
  if (V.How == Certainty::Never && V.Why == Reason::AlreadyImmortal)
    return false;
  if (V.Why == Reason::Argument && V.How == Certainty::Never)
    return true;
  const auto *Creation = dyn_cast_or_null<CallExpr>(V.Creation);
  if (!Creation)
    return false;
  const capi::Returns What = Calls.model().describe(*Creation).Returns.What;
  return What == capi::Returns::Fresh ||
         (What == capi::Returns::NotUnique && Call.Row->IsPrivate);
}

/// The local variable that \p E is, without casts.
static const VarDecl *localVariable(const Expr &E) {
  const auto *Name = dyn_cast<DeclRefExpr>(E.IgnoreParenCasts());
  const auto *Var = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() ? Var : nullptr;
}

/// Whether each call of the function creates an object and comes to \p Call.
static bool isReachedEachTime(const ImmortalCalls &Calls,
                              const ImmortalCall &Call, const Verdict &V) {
  const auto IsReached = [&](const Expr &Site, const VarDecl *Object) {
    return source::isReachedEachTime(Site, *Call.Function, Object, Calls.code(),
                                     Calls.context());
  };
  return (!V.Creation || IsReached(*V.Creation, nullptr)) &&
         IsReached(*Call.Call, localVariable(Call.object()));
}

std::optional<ImmortalizeUnboundedCheck::Route>
ImmortalizeUnboundedCheck::findRoute(const ImmortalCalls &Calls,
                                     const ImmortalCall &Call) const {
  const ASTContext &Context = Calls.context();
  Callers &Known = Calls.model().callers();
  std::vector<Route> Routes = {{{}, Call.Function, {}}};
  llvm::DenseSet<const FunctionDecl *> Seen;
  // Breadth first: the shortest way explains best.
  for (size_t I = 0; I < Routes.size(); ++I) {
    const Route Here = Routes[I];
    if (!Seen.insert(Here.First->getCanonicalDecl()).second)
      continue;
    for (const Callers::Entry &Entry : Known.entriesOf(*Here.First))
      if (Entry.How != Often::PerModule || Entry.Interpreters.value_or(false))
        return Route{Entry, Here.First, Here.Through};
    for (const Callers::Site &From : Known.callsOf(*Here.First))
      if (source::isReachedEachTime(*From.Call, *From.Caller, nullptr,
                                    Calls.code(), Context)) {
        Route Next = {{}, From.Caller, {From.Call}};
        Next.Through.append(Here.Through.begin(), Here.Through.end());
        Routes.push_back(std::move(Next));
      }
  }
  return std::nullopt;
}

static llvm::StringRef describe(Often How) {
  switch (How) {
  case Often::PerInstance:
    return "each new instance makes another object immortal, and none is ever "
           "freed; make one for all instances, or leave it mortal";
  case Often::PerCall:
    return "each call from Python makes another object immortal, and none is "
           "ever freed; make one when the module is imported, or leave it "
           "mortal";
  case Often::PerModule:
    return "each interpreter that imports the module makes another object "
           "immortal, and its memory is never freed; make one for all, or "
           "leave it mortal where there are several";
  }
  llvm_unreachable("all kinds are handled");
}

std::optional<Finding>
ImmortalizeUnboundedCheck::examine(ImmortalCalls &Calls,
                                   const ImmortalCall &Call) {
  const Verdict &V = Calls.judge(Call);
  if (!makesAnother(Calls, Call, V) || !isReachedEachTime(Calls, Call, V))
    return std::nullopt;
  const auto Found = findRoute(Calls, Call);
  if (!Found)
    return std::nullopt;
  const SourceManager &SM = Calls.context().getSourceManager();
  Finding F;
  F.Loc = Call.Loc;
  F.Text = describe(Found->From.How).str();
  F.Notes.push_back({Found->From.Loc, "CPython calls '" +
                                          Found->First->getNameAsString() +
                                          "' because of this"});
  for (const CallExpr *Through : Found->Through)
    F.Notes.push_back({SM.getFileLoc(Through->getExprLoc()),
                       "'" + Through->getDirectCallee()->getNameAsString() +
                           "' is called here"});
  return F;
}

} // namespace immortal::tidy
