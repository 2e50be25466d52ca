// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_PYTHONHEADERS_H
#define IMMORTAL_TIDY_FRESHNESS_PYTHONHEADERS_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include <string>

namespace clang {
class ASTContext;
class RecordDecl;
class SourceManager;
} // namespace clang

namespace immortal::freshness {

/// The definition of the struct PyObject; nullptr if there is none.
const clang::RecordDecl *objectRecord(const clang::ASTContext &Context);

/// CPython's own headers in one translation unit. They hold thousands of
/// functions, and nothing that users do with their objects.
class PythonHeaders {
public:
  explicit PythonHeaders(const clang::ASTContext &Context);

  /// Whether \p Loc is in the folder of the header that defines PyObject, or
  /// below it.
  bool contain(clang::SourceLocation Loc);

private:
  const clang::SourceManager &SM;
  /// Empty if no header of that name defines PyObject.
  std::string Folder;
  llvm::DenseMap<clang::FileID, bool> Known;
};

} // namespace immortal::freshness

#endif
