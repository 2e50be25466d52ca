// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_FORMATS_H
#define IMMORTAL_TIDY_CAPI_FORMATS_H

#include "CAPI/Functions.h"

namespace immortal::capi {

/// What a call with a format string does.
struct ParsedFormat {
  /// What Py_BuildValue returns ("Immortal" is shared before 3.12). For the
  /// other kinds the function's row says it.
  ReturnInfo Result;
  /// One effect for each argument that the format uses, in order.
  llvm::SmallVector<Effect, 8> Arguments;
};

/// Parses a format string; std::nullopt if it is not one, and then anything
/// may happen to the arguments.
std::optional<ParsedFormat> parseFormat(FormatKind Kind, llvm::StringRef Text);

} // namespace immortal::capi

#endif
