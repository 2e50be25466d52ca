// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PREFILTER_H
#define IMMORTAL_TIDY_PROJECT_PREFILTER_H

#include "Project/Dependencies.h"
#include "Project/FileFacts.h"

namespace immortal::project {

/// What goes into a translation unit besides the compiler.
struct UnitInputs {
  /// As Dependencies::of tells.
  std::optional<std::vector<std::string>> Files;
};

/// Tells the translation units of which a check may say something from those of
/// which none can, without parsing them. Safe to use from several threads.
class Prefilter {
public:
  /// \p MoreWords: what else makes a unit worth parsing, such as the names of
  /// functions in other files.
  explicit Prefilter(llvm::ArrayRef<std::string> MoreWords = {});

  /// \p Command with all arguments that the parse has.
  UnitInputs inputsOf(const clang::tooling::CompileCommand &Command);

  /// Whether one of the files outside of Python's own headers holds a trigger
  /// word or may initialize a reference count, or the command defines one of
  /// the Py_BUILD_CORE macros, or the files are not known.
  bool mayFind(const clang::tooling::CompileCommand &Command,
               const UnitInputs &Inputs);

  /// Whether the user's code may spell one of the constructor's words: the
  /// command or one of the files outside of Python's own headers does, or the
  /// files are not known.
  bool spellsMore(const clang::tooling::CompileCommand &Command,
                  const UnitInputs &Inputs);

  /// What inputsOf asked of the file system so far.
  const Lookups &lookups() const { return Scan.lookups(); }

  /// What is known about files so far, for those who need their hashes.
  FileFacts &files() { return Facts; }

private:
  const std::vector<std::string> MoreWords;
  Dependencies Scan;
  FileFacts Facts;
};

} // namespace immortal::project

#endif
