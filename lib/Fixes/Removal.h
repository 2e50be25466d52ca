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

/// \p Range widened to whole lines if nothing else stands on them.
clang::CharSourceRange wholeLines(clang::CharSourceRange Range,
                                  const clang::SourceManager &SM);

/// The edit that removes the declaration \p Decl, a prototype, with the linkage
/// specification that holds nothing else; std::nullopt if it shares a
/// declaration with others or is written by a macro.
std::optional<clang::FixItHint>
removePrototype(const clang::FunctionDecl &Decl, const clang::SourceManager &SM,
                const clang::LangOptions &LangOpts);

} // namespace immortal::fixes

#endif
