// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_SKIPPEDCODE_H
#define IMMORTAL_TIDY_SOURCE_SKIPPEDCODE_H

#include "Source/LexedFile.h"
#include "Source/SkippedRanges.h"
#include <map>

namespace immortal::source {

/// What the preprocessor skipped, by file and offset: the same for all
/// inclusions of a file.
class SkippedCode {
public:
  SkippedCode(const SkippedRanges &Skipped, const clang::SourceManager &SM);

  /// Whether the branch around \p Offset was skipped. The directive that begins
  /// a skipped range was read and is not part of it.
  bool contains(const LexedFile &File, unsigned Offset) const;

private:
  const clang::SourceManager &SM;
  std::map<FileKey, std::vector<std::pair<unsigned, unsigned>>> Ranges;
};

} // namespace immortal::source

#endif
