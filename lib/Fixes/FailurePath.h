// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_FAILUREPATH_H
#define IMMORTAL_TIDY_FIXES_FAILUREPATH_H

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include <optional>
#include <string>
#include <vector>

namespace immortal::fixes {

/// How a function leaves when something fails at one of its statements.
struct FailurePath {
  /// "Py_DECREF(x);", "goto error;", without indentation.
  std::vector<std::string> Statements;
  bool IsGoto = false;
  /// How the lines of a block are indented there.
  std::string Indentation;
};

/// Where a failure path is asked for.
struct FailurePlace {
  /// The statement that can fail, and the block it stands in.
  const clang::Stmt &Statement;
  const clang::CompoundStmt &Block;
  const clang::FunctionDecl &Function;
  /// The variable that holds the object; nullptr if something else does.
  const clang::VarDecl *Object = nullptr;
  /// The function has a reference to the object that it must give up.
  bool OwnsObject = false;
  /// The statement is going to stand right behind this one, which tests whether
  /// the object was created; nullptr if it stays.
  const clang::IfStmt *MovedBehind = nullptr;
};

/// What the function does there, by what it does for the next statement behind
/// \p At or the last one before; std::nullopt if that is not certain.
std::optional<FailurePath> failurePathAt(const FailurePlace &At,
                                         const clang::ASTContext &Context);

} // namespace immortal::fixes

#endif
