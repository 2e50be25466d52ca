// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Owners.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace immortal::capi {

namespace {
struct OwnerClass {
  llvm::StringLiteral Name;
  OwnerEnd AtEnd;
};
} // namespace

static constexpr OwnerClass Classes[] = {
#define OWNER(Class, AtEnd, Source) {Class, OwnerEnd::AtEnd},
#include "CAPI/Owners.def"
};

static constexpr OwnerRow OwnerRows[] = {
#define OWNER_MEMBER(Class, Member, Parameters, What, Source)                  \
  {Class, Member, Parameters, OwnerEffect::What, false},
#define OWNER_FUNCTION(Name, Parameters, What, Source)                         \
  {Name, "", Parameters, OwnerEffect::What, true},
#include "CAPI/Owners.def"
};

std::optional<OwnerEnd> findOwner(llvm::StringRef Class) {
  const auto *Found = llvm::find_if(
      Classes, [&](const OwnerClass &Row) { return Row.Name == Class; });
  if (Found == std::end(Classes))
    return std::nullopt;
  return Found->AtEnd;
}

static bool fits(llvm::StringRef Parameters,
                 llvm::ArrayRef<llvm::StringRef> Given) {
  llvm::SmallVector<llvm::StringRef, 2> Wanted;
  Parameters.split(Wanted, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  return llvm::equal(Wanted, Given, [](llvm::StringRef W, llvm::StringRef G) {
    return W == "*" || W == G;
  });
}

const OwnerRow *findOwnerRow(llvm::StringRef Class, llvm::StringRef Member,
                             bool IsFunction,
                             llvm::ArrayRef<llvm::StringRef> Parameters) {
  const auto *Found = llvm::find_if(OwnerRows, [&](const OwnerRow &Row) {
    return Row.IsFunction == IsFunction && Row.Name == Class &&
           Row.Member == Member && fits(Row.Parameters, Parameters);
  });
  return Found == std::end(OwnerRows) ? nullptr : Found;
}

} // namespace immortal::capi
