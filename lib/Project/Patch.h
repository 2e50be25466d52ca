// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PATCH_H
#define IMMORTAL_TIDY_PROJECT_PATCH_H

#include "Project/EditedFiles.h"
#include "Project/Finding.h"
#include <map>
#include <optional>

namespace immortal::project {

/// Edits of several files, by real path.
using FileEdits = std::map<std::string, clang::tooling::Replacements>;

/// The fix of one finding: applied as a whole or not at all.
struct Fix {
  /// Its place among the findings that it comes from.
  size_t Finding;
  FileEdits Edits;
};

/// The fixes of \p Findings, in their order, but those that only remove code
/// last: the others may have to go first, as with Py_BUILD_CORE. An include of
/// a compatibility header, which the checks put into the first fix of a file,
/// is part of every fix in that file that calls what it declares.
std::vector<Fix> fixesOf(llvm::ArrayRef<Finding> Findings);

/// Whether \p Edit includes a header that declares the public names.
bool includesCompatHeader(const clang::tooling::Replacement &Edit);

/// Several fixes, as one edit of each file. The same edit in two fixes is made
/// once.
class Patch {
public:
  /// The fixes \p Chosen, none of which is in another's way.
  static Patch of(llvm::ArrayRef<const Fix *> Chosen);

  /// Adds all edits of \p F, or returns the path of the file in which one is
  /// in the way of an edit that is there.
  std::optional<std::string> add(const Fix &F);

  const FileEdits &edits() const { return Edits; }
  /// The text of \p File after the edits; an error if they are not for \p
  /// Before.
  llvm::Expected<std::string> apply(const std::string &File,
                                    llvm::StringRef Before) const;

private:
  FileEdits Edits;
};

/// Lines, from 0, first and last.
using LineRange = std::pair<unsigned, unsigned>;

/// The number of the line, from 0, in which \p Offset lies.
unsigned lineOf(llvm::StringRef Text, unsigned Offset);

/// Where the text at \p Offset is after \p Edits.
unsigned shifted(unsigned Offset, const clang::tooling::Replacements &Edits);

/// The lines of \p Before that \p Some, which are among \p All edits, touch.
std::vector<LineRange> linesBefore(const clang::tooling::Replacements &Some,
                                   llvm::StringRef Before);

/// The lines of \p After, which \p All made, that come from \p Some.
std::vector<LineRange> linesAfter(const clang::tooling::Replacements &Some,
                                  const clang::tooling::Replacements &All,
                                  llvm::StringRef After);

bool contains(llvm::ArrayRef<LineRange> Ranges, unsigned Line);

} // namespace immortal::project

#endif
