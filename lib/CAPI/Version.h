// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_VERSION_H
#define IMMORTAL_TIDY_CAPI_VERSION_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace immortal::capi {

/// A CPython version, encoded like PY_VERSION_HEX: 0x030F00A7 is 3.15.0a7.
using Version = uint32_t;

/// The version MAJOR.MINOR; \p Rest is micro, level and serial, as in
/// PY_VERSION_HEX (0x00A7 for alpha 7 of micro 0).
constexpr Version py(unsigned Major, unsigned Minor, unsigned Rest = 0) {
  return Major << 24 | Minor << 16 | Rest;
}

/// "Since ever" and "until further notice" in the tables.
inline constexpr Version Always = 0;
inline constexpr Version Newest = UINT32_MAX;

/// The oldest and newest minor version that the tables speak about.
inline constexpr Version OldestKnown = py(3, 9);
inline constexpr Version NewestKnown = py(3, 15);

/// "3.15" or, with a pre-release in \p V, "3.15.0a7".
std::string toString(Version V);

/// Parses "3.13", "3.15.0" or "3.15.0a7"; std::nullopt if \p Text is none.
std::optional<Version> parseVersion(llvm::StringRef Text);

/// The two kinds of CPython builds, which count references differently.
enum class Build : uint8_t { GIL, FreeThreaded };

} // namespace immortal::capi

#endif
