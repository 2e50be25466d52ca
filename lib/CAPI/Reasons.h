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

/// A reason that says: the object is not newly created and uniquely referenced
/// (NOT_FRESH).
struct FreshnessReason {
  Reason Why;
  /// The public call may return 1 all the same.
  bool MayBeAccepted;
  /// What to do instead, as the end of a message.
  llvm::StringLiteral Advice;
};

/// nullptr if \p R is about something else.
const FreshnessReason *findFreshnessReason(Reason R);

} // namespace immortal::capi

#endif
