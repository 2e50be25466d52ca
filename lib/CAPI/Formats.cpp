// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Formats.h"
#include "llvm/ADT/StringExtras.h"

namespace immortal::capi {

std::optional<ParsedFormat> parseFormat(FormatKind Kind, llvm::StringRef Text) {
  return std::nullopt;
}

} // namespace immortal::capi
