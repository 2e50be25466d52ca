// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_PYTHONHEADERS_H
#define IMMORTAL_TIDY_FRESHNESS_PYTHONHEADERS_H

#include "Source/TopLevel.h"
#include "llvm/ADT/ArrayRef.h"

namespace clang {
class ASTContext;
class Decl;
class RecordDecl;
} // namespace clang

namespace immortal::freshness {

/// The definition of the struct PyObject; nullptr if there is none.
const clang::RecordDecl *objectRecord(const clang::ASTContext &Context);

/// The declarations of a translation unit that may say what its users do with
/// their objects: all but those of the system's headers and CPython's own,
/// which are thousands.
class UserDeclarations {
public:
  explicit UserDeclarations(const clang::ASTContext &Context)
      : Context(Context) {}

  /// Those of the traversal scope; looked for when first asked. In clangd that
  /// is the main file: asking for the rest would read all of the preamble,
  /// which has no bodies.
  llvm::ArrayRef<clang::Decl *> get();

private:
  const clang::ASTContext &Context;
  /// Kept for others who ask for it.
  std::shared_ptr<const source::TopLevel> All;
  std::vector<clang::Decl *> Found;
};

} // namespace immortal::freshness

#endif
