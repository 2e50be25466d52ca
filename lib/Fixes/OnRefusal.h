// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FIXES_ONREFUSAL_H
#define IMMORTAL_TIDY_FIXES_ONREFUSAL_H

#include "CAPI/Version.h"
#include "Fixes/CallRewrite.h"
#include "Fixes/FailurePath.h"
#include "clang/AST/Expr.h"

namespace immortal::fixes {

/// What a fix writes for the case that the public call refuses.
enum class OnRefusal : uint8_t {
  /// Best effort where it cannot refuse, otherwise as the function fails.
  Auto,
  /// Best effort: a cast to void.
  Void,
  /// As the function fails, if that is by goto.
  Goto,
  /// As the function fails, if that is by return.
  Return,
  /// As the function fails.
  Error,
};

/// Whether \p Style is a cast to void for an object that is proven to be new
/// or, without \p IsFresh, one of which that is not known.
bool isBestEffort(OnRefusal Style, bool IsFresh);

/// A call that may refuse, a statement of its own.
struct RefusableCall {
  FailurePlace Place;
  /// Its text.
  const CallText &Text;
  /// Its argument.
  const clang::Expr &Object;
  /// The function that tells whether the object was immortal before; empty if
  /// it cannot have been.
  llvm::StringRef Test;
  /// The oldest Python that the code must keep working with.
  capi::Version OldestPython;
};

/// The way out of a function when a call refuses.
struct RefusalPath {
  /// What follows `if (CALL`, up to the closing brace.
  std::string Behind;
  /// How it ends: "goto error".
  std::string Last;
  /// Behind the semicolon of the call.
  clang::SourceLocation End;

  /// The condition's beginning.
  static constexpr llvm::StringLiteral Before = "if (";
};

/// The way out in the style of the function around \p Call; std::nullopt if
/// that is not certain, or not of the wanted \p Style.
std::optional<RefusalPath> pathOnRefusal(const RefusableCall &Call,
                                         OnRefusal Style,
                                         const clang::ASTContext &Context);

/// The variable that \p Object names; nullptr if it is anything else.
const clang::VarDecl *variableIn(const clang::Expr &Object);

/// The text of \p Argument, if it may be evaluated once more; otherwise empty.
std::string repeatableText(const clang::Expr &Argument,
                           const clang::ASTContext &Context);

} // namespace immortal::fixes

#endif
