// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Reasons.h"

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

} // namespace immortal::capi
