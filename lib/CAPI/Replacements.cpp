// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Replacements.h"

namespace immortal::capi {

static constexpr Replacement Replacements[] = {
#define REPLACEMENT(Private, Public, Since, Note, PublicUntil, Source)         \
  {Private, Public, Since, Note, PublicUntil},
#include "CAPI/Replacements.def"
};

static bool isFamilyOf(llvm::StringRef Pattern, llvm::StringRef Name) {
  return Pattern.consume_back("*") && Name.starts_with(Pattern);
}

llvm::SmallVector<const Replacement *, 2>
replacementsFor(llvm::StringRef Name) {
  llvm::SmallVector<const Replacement *, 2> Exact, Family;
  for (const Replacement &Row : Replacements) {
    if (Row.Private == Name)
      Exact.push_back(&Row);
    else if (isFamilyOf(Row.Private, Name))
      Family.push_back(&Row);
  }
  return Exact.empty() ? Family : Exact;
}

std::string describeReplacement(llvm::StringRef Name) {
  std::string Uses, Note;
  for (const Replacement *Row : replacementsFor(Name)) {
    if (Row->Public.empty()) {
      Note = Row->Note.str();
      continue;
    }
    Uses += (Uses.empty() ? "use '" : ", or '") + Row->Public.str() + "'";
    if (Row->Since != Always)
      Uses += " (since " + toString(Row->Since) + ")";
    if (!Row->Note.empty())
      Uses += (Row->Note.starts_with("which ") ? ", " : " ") + Row->Note.str();
  }
  if (!Uses.empty())
    return Uses;
  return "it has no public replacement" + (Note.empty() ? "" : "; " + Note);
}

} // namespace immortal::capi
