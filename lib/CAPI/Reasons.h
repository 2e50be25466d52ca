// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_REASONS_H
#define IMMORTAL_TIDY_CAPI_REASONS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace immortal::capi {

/// Why an object may not be made immortal (Reasons.def).
enum class Reason : uint8_t {
#define REASON(Name, Word, Text) Name,
#include "CAPI/Reasons.def"
};

/// The kind, as in brackets in reports: "not-unique".
llvm::StringRef wordOf(Reason R);

/// The sentence fragment of messages.
llvm::StringRef textOf(Reason R);

} // namespace immortal::capi

#endif
