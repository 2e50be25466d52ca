// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_CALLREWRITE_H
#define IMMORTAL_TIDY_FIXES_CALLREWRITE_H

#include "clang/Basic/Diagnostic.h"
#include <optional>

namespace clang {
class LangOptions;
class SourceManager;
} // namespace clang

namespace immortal::fixes {

using Edits = llvm::SmallVector<clang::FixItHint, 4>;

/// What a call is rewritten to.
struct CallRewrite {
  /// The name that the file spells now, checked before anything is replaced.
  llvm::StringRef OldName;
  llvm::StringRef NewName;
  /// The argument is no PyObject pointer: cast it.
  bool CastArgument = false;
  /// What to write in front of it, such as a cast to void, unless it is there.
  llvm::StringRef Before;
};

/// A call as a file spells it: `Name(Arguments...)`.
struct CallText {
  /// The name, with a leading `::`.
  clang::CharSourceRange Name;
  /// Each argument without the white space around it.
  llvm::SmallVector<clang::CharSourceRange, 2> Arguments;
  /// The closing parenthesis included.
  clang::CharSourceRange Whole;
};

/// The call of \p Name whose name is spelled at \p NameLoc, a place in a file;
/// std::nullopt if the text there is none. Works on the text, so that a call in
/// a macro's body is found there.
std::optional<CallText> callTextAt(clang::SourceLocation NameLoc,
                                   llvm::StringRef Name,
                                   const clang::SourceManager &SM,
                                   const clang::LangOptions &LangOpts);

/// The edits that rename the one-argument call at \p NameLoc as \p Rewrite
/// says; std::nullopt if the text there is no such call.
std::optional<Edits> rewriteCall(clang::SourceLocation NameLoc,
                                 const CallRewrite &Rewrite,
                                 const clang::SourceManager &SM,
                                 const clang::LangOptions &LangOpts);

/// The call of \p Rewrite's new function with \p Object, by what is in front of
/// it.
std::string newCallText(const CallRewrite &Rewrite, llvm::StringRef Object);

} // namespace immortal::fixes

#endif
