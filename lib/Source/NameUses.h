// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_NAMEUSES_H
#define IMMORTAL_TIDY_SOURCE_NAMEUSES_H

#include "clang/Basic/SourceManager.h"
#include <vector>

namespace clang {
class LangOptions;
} // namespace clang

namespace immortal::source {

/// A conditional directive, as written.
struct Condition {
  clang::SourceLocation Loc;
  /// "#if PY_VERSION_HEX >= 0x030E0000".
  std::string Text;
};

/// A place where a file spells a private way to immortalize, found by lexing:
/// it does not matter what the preprocessor skipped.
struct NameUse {
  /// The name itself or, if a count is stored other than by an initializer, the
  /// field or setter.
  clang::SourceLocation Loc;
  /// The name itself.
  clang::SourceLocation NameLoc;
  /// The private function, or the macro for an immortal count that is stored.
  llvm::StringRef Name;
  /// Whether Name is a count that is stored into a reference count.
  bool IsCount = false;
  /// Whether the count is stored by an initializer.
  bool IsInitializer = false;
  /// The macro in whose body it stands; empty in plain code.
  llvm::StringRef Macro;
  /// The conditional directives around it, outermost first.
  std::vector<Condition> Conditions;
};

/// All uses in \p File, in order. Comments, strings, directives other than
/// #define, and mere reads of a count are none. One lexing pass.
std::vector<NameUse> nameUsesIn(clang::FileID File,
                                const clang::SourceManager &SM,
                                const clang::LangOptions &LangOpts);

} // namespace immortal::source

#endif
