// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Immortalizers.h"
#include "CAPI/PrivateNames.h"
#include "llvm/ADT/STLExtras.h"
#include <vector>

namespace immortal::capi {

static constexpr ImmortalityTest Tests[] = {
#define IMMORTALITY_TEST(Name, First, Guard, Source) {Name, First, Guard},
#include "CAPI/Immortalizers.def"
};

static std::vector<Immortalizer> allImmortalizers() {
  std::vector<Immortalizer> All = {
#define IMMORTALIZER(Name, Returns, Source) {Name, Answer::Returns, false},
#include "CAPI/Immortalizers.def"
  };
  for (const PrivateFunction &Row : privateFunctions())
    if (Row.Role == PrivateRole::MakesImmortal)
      All.push_back({Row.Name, Answer::Nothing, true});
  return All;
}

llvm::ArrayRef<Immortalizer> immortalizers() {
  static const std::vector<Immortalizer> All = allImmortalizers();
  return All;
}

const Immortalizer *findImmortalizer(llvm::StringRef Name) {
  const llvm::ArrayRef<Immortalizer> All = immortalizers();
  const auto *Found = llvm::find_if(
      All, [&](const Immortalizer &Row) { return Row.Name == Name; });
  return Found == All.end() ? nullptr : Found;
}

llvm::ArrayRef<ImmortalityTest> immortalityTests() { return Tests; }

bool testsImmortality(llvm::StringRef Name) {
  const PrivateFunction *Private = findPrivateFunction(Name);
  return (Private && Private->Role == PrivateRole::TestsImmortal) ||
         llvm::any_of(Tests, [&](const ImmortalityTest &Test) {
           return Test.Name == Name;
         });
}

} // namespace immortal::capi
