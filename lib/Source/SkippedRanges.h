// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_SKIPPEDRANGES_H
#define IMMORTAL_TIDY_SOURCE_SKIPPEDRANGES_H

#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include <memory>

namespace clang {
class Preprocessor;
class SourceManager;
} // namespace clang

namespace immortal::source {

/// The files that a translation unit enters, and what the preprocessor skips in
/// them. A preamble that is loaded and not lexed (clangd) tells neither.
class SkippedRanges {
public:
  /// Callbacks that fill \p Into, which must outlive them.
  static std::unique_ptr<clang::PPCallbacks>
  record(std::shared_ptr<SkippedRanges> Into, const clang::SourceManager &SM);

  /// Whether a directive left out the code at \p Loc.
  bool contains(clang::SourceLocation Loc,
                const clang::SourceManager &SM) const;

  llvm::ArrayRef<clang::SourceRange> ranges() const { return Ranges; }

  /// The main file and all files included into it, each once.
  llvm::ArrayRef<clang::FileID> files() const { return Files; }

  /// Whether an #include of \p Header failed.
  bool isMissing(llvm::StringRef Header) const {
    return Missing.contains(Header);
  }

private:
  friend class SkippedRangesRecorder;
  llvm::SmallVector<clang::SourceRange, 32> Ranges;
  llvm::SmallVector<clang::FileID, 32> Files;
  llvm::StringSet<> Missing;
};

} // namespace immortal::source

#endif
