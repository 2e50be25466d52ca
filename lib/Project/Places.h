// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PLACES_H
#define IMMORTAL_TIDY_PROJECT_PLACES_H

#include "Project/Migration.h"
#include "clang/Basic/SourceManager.h"

namespace immortal::project {

/// A position as people and other tools count.
struct Place {
  /// Relative to the project's folder, with '/'; absolute if outside of it.
  std::string File;
  /// From 1; all 0 if the text of the file is not known.
  unsigned Line = 0;
  unsigned Column = 0;   ///< in bytes, as clang counts
  unsigned Column16 = 0; ///< in UTF-16 code units
};

/// Turns offsets into the files of a migration into places.
class Places {
public:
  explicit Places(const Migration &M) : M(M) {}

  /// How reports name a file.
  std::string name(llvm::StringRef File) const;

  Place at(llvm::StringRef File, unsigned Offset);

  /// The line that holds \p Offset, without its end; empty if not known.
  llvm::StringRef line(llvm::StringRef File, unsigned Offset);

  /// \p Offset for clang's own printers; nothing if the text is not known.
  std::optional<clang::FullSourceLoc> location(llvm::StringRef File,
                                               unsigned Offset);

private:
  const Migration &M;
  llvm::StringMap<std::unique_ptr<clang::SourceManagerForFile>> Managers;
};

/// Number of UTF-16 code units of \p Text; each byte that is not UTF-8 is one.
unsigned utf16Length(llvm::StringRef Text);

} // namespace immortal::project

#endif
