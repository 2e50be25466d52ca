// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_RESULTCACHE_H
#define IMMORTAL_TIDY_PROJECT_RESULTCACHE_H

#include "Project/Analyzer.h"
#include "Project/Prefilter.h"

namespace immortal::project {

/// Results of units, kept between runs. Several runs may use one folder at the
/// same time.
class ResultCache {
public:
  /// \p Folder is made when the first result is stored.
  explicit ResultCache(std::string Folder) : Folder(std::move(Folder)) {}

  /// In $IMMORTAL_TIDY_CACHE, or else in immortal-tidy in the user's folder for
  /// caches; empty if there is none or the variable is empty.
  static std::string defaultFolder();

  /// What store got for \p Key; nullopt if there is no such entry, or a damaged
  /// one.
  std::optional<UnitResult> find(const Digest &Key) const;

  /// Keeps \p Result, unless it cannot be read again as it was. The entry is
  /// there as a whole or not at all.
  llvm::Error store(const Digest &Key, const UnitResult &Result) const;

  /// The same for any text.
  std::optional<std::string> findText(const Digest &Key) const;
  llvm::Error storeText(const Digest &Key, llvm::StringRef Text) const;

  /// Removes the oldest entries if there are too many.
  void prune() const;

private:
  std::string pathOf(const Digest &Key) const;

  std::string Folder;
};

/// A hash of all that decides on the result of a unit: the contents of the
/// files that it is made of, its command, \p Settings, and this program.
/// nullopt if one of them is not known.
std::optional<Digest> unitKey(const clang::tooling::CompileCommand &Command,
                              const UnitInputs &Inputs,
                              llvm::StringRef Settings, FileFacts &Files);

/// A hash of all commands of a run, of \p HasPrefilter and of this program: of
/// what decides on a scan besides the files.
Digest scanKey(llvm::ArrayRef<clang::tooling::CompileCommand> Commands,
               bool HasPrefilter);

} // namespace immortal::project

#endif
