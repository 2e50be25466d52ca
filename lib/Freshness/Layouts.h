// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_LAYOUTS_H
#define IMMORTAL_TIDY_FRESHNESS_LAYOUTS_H

#include "clang/AST/Decl.h"
#include <optional>

namespace immortal::freshness {

/// The size of \p Record in bytes; std::nullopt if errors in the code leave it
/// without one, which clang's own functions crash at.
std::optional<int64_t> sizeOf(const clang::RecordDecl &Record,
                              const clang::ASTContext &Context);

/// Where \p Field begins in its record, in bits; std::nullopt as for sizeOf().
std::optional<int64_t> offsetOf(const clang::FieldDecl &Field,
                                const clang::ASTContext &Context);

} // namespace immortal::freshness

#endif
