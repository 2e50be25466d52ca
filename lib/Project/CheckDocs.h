// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_CHECKDOCS_H
#define IMMORTAL_TIDY_PROJECT_CHECKDOCS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace immortal::project {

/// A page of docs/checks.
struct CheckDoc {
  llvm::StringRef Check;
  /// In Markdown, with its title.
  llvm::StringRef Page;

  /// The first paragraph as plain text, on one line.
  std::string summary() const;
  /// The page without its title. Links to other pages are plain text, because
  /// whoever reads a report has no such pages beside it.
  std::string help() const;
};

/// All pages, by name of the check.
llvm::ArrayRef<CheckDoc> checkDocs();

} // namespace immortal::project

#endif
