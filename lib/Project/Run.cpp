// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Run.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/ThreadPool.h"

namespace immortal::project {

/// As much as clang's own threads have: deeply nested code takes it.
static constexpr unsigned StackSize = 8U << 20;

static UnitResult runSafely(const Unit &What, AnalyzeUnit Analyze) {
  UnitResult Result;
  llvm::CrashRecoveryContext Recovery;
  if (Recovery.RunSafelyOnThread([&] { Result = Analyze(What); }, StackSize))
    return Result;
  // What it left behind is half done.
  UnitResult Nothing;
  Nothing.Crashed = true;
  return Nothing;
}

std::vector<UnitResult> runUnits(llvm::ArrayRef<Unit> Units, unsigned Jobs,
                                 AnalyzeUnit Analyze) {
  std::vector<UnitResult> Results(Units.size());
  llvm::CrashRecoveryContext::Enable();
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Jobs));
  for (size_t I = 0; I < Units.size(); ++I)
    Pool.async([&, I] { Results[I] = runSafely(Units[I], Analyze); });
  Pool.wait();
  llvm::CrashRecoveryContext::Disable();
  return Results;
}

} // namespace immortal::project
