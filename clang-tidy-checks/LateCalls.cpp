// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "LateCalls.h"
#include "Fixes/MoveUp.h"
#include "Fixes/OnRefusal.h"
#include "Source/ResultUse.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using immortal::capi::Reason;

namespace immortal::tidy {

fixes::Edits moveUp(const ImmortalCall &Call, const freshness::Verdict &V,
                    const freshness::CallModel &Model, ASTContext &Context,
                    NewCallText New) {
  const VarDecl *Object = fixes::variableIn(Call.object());
  // A second call stays behind the first, and an immortal dict does harm.
  if (!Call.IsPlain || !Call.Instances.empty() || !Object || !V.MoveBehind ||
      V.How != freshness::Certainty::Never ||
      !capi::findFreshnessReason(V.Why) || V.Why == Reason::AlreadyImmortal ||
      V.Why == Reason::Released ||
      capi::typeRow(V.Type).Verdict == capi::TypeVerdict::Harmful)
    return {};
  const source::ResultUse Use =
      source::useOfResult(*Call.Call, *Call.Function, Context);
  if ((Use.How != source::ResultUse::Discarded &&
       Use.How != source::ResultUse::Ignored) ||
      !Use.Block)
    return {};
  const auto Text = fixes::callTextAt(
      Call.Loc, Call.Name, Context.getSourceManager(), Context.getLangOpts());
  if (!Text || Text->Arguments.size() != 1)
    return {};
  const fixes::LateCall Late = {*Use.Statement, *Use.Block,    *Call.Function,
                                *Object,        *V.MoveBehind, New(*Text)};
  return fixes::moveBehindTest(Late, Context,
                               [&](const CallExpr &Other, unsigned Index) {
                                 return Model.describe(Other).on(Index);
                               });
}

} // namespace immortal::tidy
