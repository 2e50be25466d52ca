// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Reasons.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

namespace {
struct ReasonRow {
  llvm::StringLiteral Word;
  llvm::StringLiteral Text;
};
} // namespace

static constexpr ReasonRow Reasons[] = {
#define REASON(Name, Word, Text) {Word, Text},
#include "CAPI/Reasons.def"
};

llvm::StringRef wordOf(Reason R) {
  return Reasons[static_cast<unsigned>(R)].Word;
}
llvm::StringRef textOf(Reason R) {
  return Reasons[static_cast<unsigned>(R)].Text;
}

static constexpr FreshnessReason FreshnessReasons[] = {
#define NOT_FRESH(Name, MayBeAccepted, Advice)                                 \
  {Reason::Name, MayBeAccepted, Advice},
#include "CAPI/Reasons.def"
};

const FreshnessReason *findFreshnessReason(Reason R) {
  const FreshnessReason *Found =
      llvm::find_if(FreshnessReasons,
                    [&](const FreshnessReason &Row) { return Row.Why == R; });
  return Found == std::end(FreshnessReasons) ? nullptr : Found;
}

} // namespace immortal::capi
