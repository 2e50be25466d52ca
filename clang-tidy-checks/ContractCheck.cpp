// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ContractCheck.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::tidy {

void ContractCheck::checkUnit(ASTContext &Context) {
  Calls = ImmortalCalls::of(unit(), preprocessor(), skipped());
  const bool HasErrors =
      Context.getDiagnostics().hasUncompilableErrorOccurred();
  const auto Examine = [&](const ImmortalCall &Call) {
    std::optional<Finding> F = examine(*Calls, Call);
    if (!F)
      return;
    if (HasErrors) {
      F->Fix.clear();
      F->Alternatives.clear();
    }
    for (const ImmortalCall *Inner = Call.Within; Inner; Inner = Inner->Within)
      F->Notes.push_back({Inner->Loc, "'" + Inner->Function->getNameAsString() +
                                          "' makes it immortal here"});
    print(*F);
  };
  llvm::for_each(Calls->calls(), Examine);
  llvm::for_each(Calls->callsOfWrappers(), Examine);
  for (const Finding &F : examineUnit(*Calls, skipped()))
    print(F);
}

} // namespace immortal::tidy
