// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_SKIPPEDRANGES_H
#define IMMORTAL_TIDY_SOURCE_SKIPPEDRANGES_H

#include "clang/Lex/PPCallbacks.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem/UniqueID.h"
#include <atomic>
#include <memory>

namespace clang {
class ASTContext;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace immortal::source {

/// What file \p File is, the same for all its inclusions and in other runs. The
/// main file and a preamble's copy of it are one.
using FileKey = llvm::sys::fs::UniqueID;
FileKey fileKey(clang::FileID File, const clang::SourceManager &SM);

/// \p Loc in the main file itself, if it lies in the copy of the main file that
/// a preamble brings along; otherwise \p Loc.
clang::SourceLocation outOfPreamble(clang::SourceLocation Loc,
                                    const clang::SourceManager &SM);

/// Code that a directive left out, as offsets in its file.
struct SkippedRange {
  FileKey Key;
  /// The inclusion in which it was; invalid if that was in a preamble.
  clang::FileID File;
  unsigned Begin;
  unsigned End;
};

struct HeaderFacts;
struct KeptPreamble;

/// The files that a translation unit enters, and what the preprocessor skips in
/// them. A preamble that is loaded and not lexed (clangd) tells neither:
/// whoever builds it keeps them for the time when it is loaded.
class SkippedRanges {
public:
  /// What \p PP meets from now on: all who ask before it begins share one.
  static std::shared_ptr<SkippedRanges> of(clang::Preprocessor &PP);

  /// Keeps what \p PP met while it built a preamble, and what \p Context has of
  /// it, until another one is built for the same file.
  void keepAsPreamble(clang::Preprocessor &PP,
                      clang::ASTContext &Context) const;

  /// Adds what was kept of the preamble that \p PP has loaded, if any; once.
  void addPreamble(clang::Preprocessor &PP);

  /// Whether a directive left out the code at \p Loc.
  bool contains(clang::SourceLocation Loc,
                const clang::SourceManager &SM) const;

  llvm::ArrayRef<SkippedRange> ranges() const { return Ranges; }

  /// The main file and all files included into it behind a loaded preamble,
  /// each once.
  llvm::ArrayRef<clang::FileID> files() const { return Files; }

  /// The texts of the user's files in a loaded preamble. Where they lie in it
  /// is not told: to find out costs more than all the rest.
  llvm::ArrayRef<std::string> preambleTexts() const;

  /// What the headers of a loaded preamble say about Py_BUILD_CORE; nullptr if
  /// none is loaded, or if that is not known.
  const HeaderFacts *headerFacts() const;

  /// Whether an #include of \p Header failed.
  bool isMissing(llvm::StringRef Header) const {
    return Missing.contains(Header);
  }

  /// Whether a preamble is in use of which nothing was kept: clangd goes on
  /// with an old one while somebody edits the includes.
  bool lacksPreamble() const { return LacksPreamble; }

private:
  friend class SkippedRangesRecorder;
  /// nullptr once it has ended, which clangd may do in another thread.
  std::atomic<const clang::Preprocessor *> PP = nullptr;
  llvm::SmallVector<SkippedRange, 32> Ranges;
  llvm::SmallVector<clang::FileID, 32> Files;
  llvm::StringSet<> Missing;
  std::shared_ptr<const KeptPreamble> Preamble;
  bool HasPreamble = false;
  bool LacksPreamble = false;
};

} // namespace immortal::source

#endif
