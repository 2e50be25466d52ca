// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_EACHTIME_H
#define IMMORTAL_TIDY_SOURCE_EACHTIME_H

#include "clang/AST/Expr.h"

namespace clang {
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace immortal::source {

class UserCode;

/// Whether each call of \p Function that does not fail comes to \p Site in its
/// body: nothing that outlives a call decides about it. Static guards, caches,
/// questions to code that is not CPython's, C++ statics make that unsure. \p
/// Object is the variable that the site is about, which may be asked for NULL.
bool isReachedEachTime(const clang::Expr &Site,
                       const clang::FunctionDecl &Function,
                       const clang::VarDecl *Object, const UserCode &Code,
                       const clang::ASTContext &Context);

} // namespace immortal::source

#endif
