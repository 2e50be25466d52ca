// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_FUNCTIONROWS_H
#define IMMORTAL_TIDY_PROJECT_FUNCTIONROWS_H

#include "CAPI/Functions.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace immortal::source {
class UserCode;
} // namespace immortal::source

namespace immortal::project {

/// The names of the project's functions that the user's code calls and that are
/// defined in none of its files, where that code makes objects immortal;
/// sorted. Functions of C only: the name says which one it is.
std::vector<std::string> unknownCallees(clang::ASTContext &Context,
                                        const source::UserCode &Code);

/// What the definitions of \p Names in this translation unit do, as rows of a
/// model file (docs/models.md), by name. A function that others may replace, or
/// of which nothing is known, has none.
std::map<std::string, std::string>
rowsOfDefinitions(clang::ASTContext &Context, const source::UserCode &Code,
                  const llvm::StringSet<> &Names, capi::VersionRange When);

} // namespace immortal::project

#endif
