// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Run.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/ThreadPool.h"

namespace immortal::project {

/// As much as clang's own threads have: deeply nested code takes it.
static constexpr unsigned StackSize = 8U << 20;

std::vector<bool> forEachSafely(size_t Count, unsigned Jobs,
                                llvm::function_ref<void(size_t)> Do) {
  // A vector of bool is nothing to write to from several threads.
  std::vector<uint8_t> Finished(Count);
  llvm::CrashRecoveryContext::Enable();
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Jobs));
  for (size_t I = 0; I < Count; ++I)
    Pool.async([&, I] {
      llvm::CrashRecoveryContext Recovery;
      if (Recovery.RunSafelyOnThread([&] { Do(I); }, StackSize))
        Finished[I] = 1;
    });
  Pool.wait();
  llvm::CrashRecoveryContext::Disable();
  std::vector<bool> Crashed(Count);
  for (size_t I = 0; I < Count; ++I)
    Crashed[I] = !Finished[I];
  return Crashed;
}

std::vector<UnitResult> runUnits(llvm::ArrayRef<Unit> Units, unsigned Jobs,
                                 AnalyzeUnit Analyze) {
  std::vector<UnitResult> Results(Units.size());
  const std::vector<bool> Crashed = forEachSafely(
      Units.size(), Jobs, [&](size_t I) { Results[I] = Analyze(Units[I]); });
  for (size_t I = 0; I < Units.size(); ++I)
    if (Crashed[I]) {
      // What it left behind is half done.
      Results[I] = UnitResult();
      Results[I].Crashed = true;
    }
  return Results;
}

} // namespace immortal::project
