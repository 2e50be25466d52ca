// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/PrivateNames.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

static constexpr PrivateFunction PrivateFunctions[] = {
#define PRIVATE_FUNCTION(Name, Role, Public, Since, Exported, Difference,      \
                         Source)                                               \
  {Name, PrivateRole::Role, Public, Since, Exported, Difference},
#include "CAPI/PrivateNames.def"
};

static constexpr PrivateCount PrivateCounts[] = {
#define PRIVATE_COUNT(Name, First, Last, Source) {Name, First, Last},
#include "CAPI/PrivateNames.def"
};

static constexpr CountField CountFields[] = {
#define COUNT_FIELD(Name, Part, Source) {Name, FieldPart::Part},
#include "CAPI/PrivateNames.def"
};

static constexpr CountSetter CountSetters[] = {
#define COUNT_SETTER(Name, ObjectArgument, CountArgument, Source)              \
  {Name, ObjectArgument, CountArgument},
#include "CAPI/PrivateNames.def"
};

llvm::ArrayRef<PrivateFunction> privateFunctions() { return PrivateFunctions; }
llvm::ArrayRef<PrivateCount> privateCounts() { return PrivateCounts; }
llvm::ArrayRef<CountField> countFields() { return CountFields; }
llvm::ArrayRef<CountSetter> countSetters() { return CountSetters; }

template <typename Row>
static const Row *findRow(llvm::ArrayRef<Row> Rows, llvm::StringRef Name) {
  const Row *Found =
      llvm::find_if(Rows, [&](const Row &R) { return R.Name == Name; });
  return Found == Rows.end() ? nullptr : Found;
}

const PrivateFunction *findPrivateFunction(llvm::StringRef Name) {
  return findRow(privateFunctions(), Name);
}
const PrivateFunction &publicImmortalizer() {
  return *llvm::find_if(privateFunctions(), [](const PrivateFunction &Row) {
    return Row.Role == PrivateRole::MakesImmortal;
  });
}
const PrivateCount *findPrivateCount(llvm::StringRef Name) {
  return findRow(privateCounts(), Name);
}
const CountField *findCountField(llvm::StringRef Name) {
  return findRow(countFields(), Name);
}
const CountSetter *findCountSetter(llvm::StringRef Name) {
  return findRow(countSetters(), Name);
}

} // namespace immortal::capi
