// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_LINEDIFF_H
#define IMMORTAL_TIDY_PROJECT_LINEDIFF_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

namespace immortal::project {

/// A line of a diff; its text points into what was compared.
struct DiffLine {
  enum Kind : char { Same = ' ', Removed = '-', Added = '+' };
  Kind What;
  /// With its end, which the last line of a file may lack.
  llvm::StringRef Text;
};

/// Lines that differ, with the lines around them.
struct Hunk {
  /// Line numbers of its first line, from 1.
  unsigned FirstBefore = 0, FirstAfter = 0;
  /// How many lines it has before and after.
  unsigned CountBefore = 0, CountAfter = 0;
  std::vector<DiffLine> Lines;
};

/// What turns \p Before into \p After, line by line, in hunks with up to
/// \p Context equal lines around a difference. The work is linear in the size
/// of the texts as long as each single edit is small.
std::vector<Hunk> diffLines(llvm::StringRef Before, llvm::StringRef After,
                            unsigned Context = 3);

/// Prints hunks as patch(1) and git read them; nothing if there is none.
void printUnifiedDiff(llvm::raw_ostream &Out, llvm::StringRef File,
                      llvm::ArrayRef<Hunk> Hunks);

} // namespace immortal::project

#endif
