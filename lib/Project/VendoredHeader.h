// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_VENDOREDHEADER_H
#define IMMORTAL_TIDY_PROJECT_VENDOREDHEADER_H

#include "Project/Migration.h"
#include <optional>

namespace immortal::project {

/// The header that gives the public names to older Pythons.
inline constexpr llvm::StringLiteral VendoredHeaderName = "py_immortal.h";

/// What puts that header into \p Folder; std::nullopt if there is a file of
/// that name, which is then the project's own.
std::optional<Change> vendoredHeader(llvm::StringRef Folder);

} // namespace immortal::project

#endif
