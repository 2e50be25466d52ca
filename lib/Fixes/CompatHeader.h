// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_COMPATHEADER_H
#define IMMORTAL_TIDY_FIXES_COMPATHEADER_H

#include "clang/Basic/Diagnostic.h"
#include <optional>

namespace clang {
class SourceManager;
} // namespace clang

namespace immortal::fixes {

/// The edit that includes \p Header in \p File, in the line behind the include
/// that brings Python.h (found from \p InPythonHeader, any place in it), where
/// all that must precede Python.h has been said; std::nullopt if \p File relies
/// on others to include Python.h.
std::optional<clang::FixItHint>
includeBehindPython(llvm::StringRef Header, clang::FileID File,
                    clang::SourceLocation InPythonHeader,
                    const clang::SourceManager &SM);

} // namespace immortal::fixes

#endif
