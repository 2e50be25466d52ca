// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_INTERNALUSES_H
#define IMMORTAL_TIDY_SOURCE_INTERNALUSES_H

#include "Source/InternalHeaders.h"
#include "Source/SkippedCode.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace clang {
class ASTContext;
class CallExpr;
class FunctionDecl;
} // namespace clang

namespace immortal::source {

/// One place where the user's code spells an internal name.
struct InternalUse {
  clang::SourceLocation Loc;
  /// The code defines here what an internal header declares.
  bool IsDefinition = false;
  /// The call whose callee is spelled here, and the function around it; nullptr
  /// for any other use.
  const clang::CallExpr *Call = nullptr;
  const clang::FunctionDecl *Caller = nullptr;
};

/// A name that the user's code cannot have without Py_BUILD_CORE.
struct InternalName {
  std::string Name;
  /// The struct or union, if Name is a field.
  std::string Record;
  Dependence How = Dependence::Internal;
  /// In the order of the translation unit; a place counts once.
  llvm::SmallVector<InternalUse, 2> Uses;
};

struct InternalUses {
  /// In the order of their first use.
  std::vector<InternalName> Names;
  /// Members that a template names before it knows of which type.
  std::vector<std::pair<llvm::StringRef, clang::SourceLocation>>
      DependentMembers;
  /// Where the syntax tree has a member access, to an internal field or not.
  llvm::DenseSet<clang::SourceLocation> SeenMembers;
};

/// The internal names in the code that the preprocessor kept, the bodies of
/// macros included.
InternalUses internalUsesIn(clang::ASTContext &Context,
                            const InternalHeaders &Headers, LexedFiles &Files,
                            const SkippedCode &Skipped);

} // namespace immortal::source

#endif
