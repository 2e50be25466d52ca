// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_REMOVEBUILDCORE_H
#define IMMORTAL_TIDY_FIXES_REMOVEBUILDCORE_H

#include "Source/LexedFile.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace immortal::fixes {

/// Why an edit is left to a person: there, that.
struct Obstacle {
  unsigned Offset;
  std::string Text;
};

/// The lines to remove from one file, from first to past the last, in order;
/// none if there is an obstacle.
struct LineRemoval {
  std::vector<std::pair<unsigned, unsigned>> Lines;
  std::vector<Obstacle> Obstacles;
};

/// Removes Py_BUILD_CORE from \p File: definitions with their guards, every
/// undef, includes of internal headers, what was undefined for their sake, and
/// conditionals that would be left without content. Other lines stay as they
/// are. \p IsSkipped tells whether the preprocessor skipped the code at an
/// offset.
LineRemoval removeBuildCore(const source::LexedFile &File,
                            llvm::function_ref<bool(unsigned)> IsSkipped);

} // namespace immortal::fixes

#endif
