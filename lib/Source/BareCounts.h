// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_BARECOUNTS_H
#define IMMORTAL_TIDY_SOURCE_BARECOUNTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include <vector>

namespace immortal::source {

/// What a file has, by its raw tokens, of initializers that may store an
/// immortal count without any of its names: `PyObject o = {1 << 30, &T};`. Only
/// variables outside of functions; all others come with one of the trigger
/// words (CAPI/TriggerWords.def), or are no finding.
struct BareCounts {
  /// An initializer spells such a number, or a limit of the compiler's.
  bool SpellsOne = false;
  /// The names in initializers.
  llvm::StringSet<> Used;
  /// The names that a macro, an enumerator or a constant gives such a number.
  llvm::StringSet<> Defined;
  /// Macros that stand for another name, and that name.
  std::vector<std::pair<std::string, std::string>> Aliases;
};

/// Looks through \p Text, a whole file, once.
BareCounts bareCountsIn(llvm::StringRef Text);

/// Whether one of \p Files, together a translation unit, spells such an
/// initializer, or uses a name for one.
bool mayInitializeCount(llvm::ArrayRef<const BareCounts *> Files);

} // namespace immortal::source

#endif
