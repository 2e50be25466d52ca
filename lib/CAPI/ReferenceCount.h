// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_REFERENCECOUNT_H
#define IMMORTAL_TIDY_CAPI_REFERENCECOUNT_H

#include "CAPI/Version.h"
#include <optional>
#include <string>

namespace immortal::capi {

/// What an object is after a reference count was stored into it.
enum class CountMeaning : uint8_t {
  /// An ordinary, if huge, count.
  Mortal,
  /// Mortal until the next Py_INCREF tips the sign bit.
  ImmortalAfterIncref,
  Immortal,
  /// Free-threaded: the local count says immortal, the owner and the shared
  /// count do not.
  HalfImmortal,
  /// All bits that count were cut off: the next Py_DECREF frees the object.
  Zero,
};

/// The meaning of \p Count on \p Python; std::nullopt where there is no such
/// build (free-threaded before 3.13).
std::optional<CountMeaning> meaningOfCount(uint64_t Count, Version Python,
                                           Build Kind);

/// Whether some CPython read \p Count as "lives forever", so that a store of
/// this constant is an immortalization and not reference counting.
bool isImmortalizingCount(uint64_t Count);

/// What to describe of a count.
struct CountScope {
  /// The minor versions that have the name or field in question.
  Version First = py(3, 12);
  Version Last = Newest;
  /// Only this kind of build, if given.
  std::optional<Build> Kind;
  /// All that must go with a local count is stored as well.
  bool IsComplete = false;
};

/// What \p Count does, version by version, as a sentence fragment: "is mortal
/// on 3.12 and 3.13; becomes reference count 0 on 3.14 and later: use after
/// free".
std::string describeCount(uint64_t Count, const CountScope &Scope);

/// Whether a function or macro of that name counts references, by its name
/// (CountingNames.def).
bool isCountingName(llvm::StringRef Name);

} // namespace immortal::capi

#endif
