// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_GLOBALNAMES_H
#define IMMORTAL_TIDY_SOURCE_GLOBALNAMES_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class ASTContext;
class NamedDecl;
class Preprocessor;
} // namespace clang

namespace immortal::source {

/// The declarations of \p Name outside of everything else. In a preamble that
/// is loaded only these are read.
llvm::SmallVector<clang::NamedDecl *, 4>
globalDeclarations(llvm::StringRef Name, clang::ASTContext &Context,
                   clang::Preprocessor &PP);

} // namespace immortal::source

#endif
