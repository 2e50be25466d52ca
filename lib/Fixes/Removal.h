// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_REMOVAL_H
#define IMMORTAL_TIDY_FIXES_REMOVAL_H

#include "clang/Basic/Diagnostic.h"
#include <optional>

namespace clang {
class FunctionDecl;
class LangOptions;
class SourceManager;
} // namespace clang

namespace immortal::fixes {

/// Removes the lines of \p File from \p Begin to \p End, offsets of line
/// starts. The range begins with the line break in front of them where there is
/// one: behind a removal, clang's renderer of fixes would take a blank along,
/// and with it the indentation of the next line (adjustRemoval in
/// EditedSource.cpp).
clang::FixItHint removeLines(clang::FileID File, unsigned Begin, unsigned End,
                             const clang::SourceManager &SM);

/// Removes \p Range, and its whole lines if nothing else stands on them.
clang::FixItHint removeWithLines(clang::CharSourceRange Range,
                                 const clang::SourceManager &SM);

/// The edit that removes the declaration \p Decl, a prototype, with the linkage
/// specification that holds nothing else; std::nullopt if it shares a
/// declaration with others or is written by a macro.
std::optional<clang::FixItHint>
removePrototype(const clang::FunctionDecl &Decl, const clang::SourceManager &SM,
                const clang::LangOptions &LangOpts);

} // namespace immortal::fixes

#endif
