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

/// The symbols (freshness::symbolOf) of the project's functions that the user's
/// code calls and that are defined in none of its files; sorted. All those \p
/// Among; if it is null, all where that code makes objects immortal itself, and
/// else none.
std::vector<std::string> unknownCallees(clang::ASTContext &Context,
                                        const source::UserCode &Code,
                                        const llvm::StringSet<> *Among);

/// The symbols of the functions that are defined here, that other files may
/// call, and that make an argument immortal.
std::vector<std::string> immortalizingDefinitions(clang::ASTContext &Context,
                                                  const source::UserCode &Code,
                                                  capi::VersionRange When);

/// What the definitions of \p Names in this translation unit do, as rows of a
/// model file (docs/models.md), by name. A function that others may replace, or
/// of which nothing is known, has none.
std::map<std::string, std::string>
rowsOfDefinitions(clang::ASTContext &Context, const source::UserCode &Code,
                  const llvm::StringSet<> &Names, capi::VersionRange When);

} // namespace immortal::project

#endif
