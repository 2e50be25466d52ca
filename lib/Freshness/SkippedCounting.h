// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_FRESHNESS_SKIPPEDCOUNTING_H
#define IMMORTAL_TIDY_FRESHNESS_SKIPPEDCOUNTING_H

#include "Freshness/Calls.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include <set>
#include <string>
#include <vector>

namespace immortal::freshness {

/// Where the code of one translation unit does not count the references to
/// objects: by a macro or function of its own that is called like one that
/// counts and does nothing, or behind a flag. An object that such code takes
/// for immortal must be: if a call that makes it so refuses, it is freed while
/// it is in use.
class SkippedCounting {
public:
  SkippedCounting(const clang::ASTContext &Context, const CallModel &Calls)
      : Context(Context), Calls(Calls) {}

  /// A statement that does not count the object that \p Call, in the body of
  /// \p Function, makes immortal and whose success nothing looks at; nullptr if
  /// there is none.
  const clang::Stmt *find(const clang::FunctionDecl &Function,
                          const clang::Expr &Call, const clang::Expr &Object);

private:
  class Collector;

  /// How the code names an object: a variable or, if \c IsMember, a field.
  /// \c In is the function of a local variable, else nullptr.
  struct Name {
    std::string Text;
    bool IsMember = false;
    const clang::FunctionDecl *In = nullptr;

    friend bool operator==(const Name &A, const Name &B) {
      return A.Text == B.Text && A.IsMember == B.IsMember && A.In == B.In;
    }
  };

  /// A place where no reference to the object of that name is counted: never,
  /// or while a flag is set.
  struct Skip {
    Name Object;
    const clang::ValueDecl *Flag = nullptr;
    const clang::Stmt *Where = nullptr;
  };

  static std::optional<Name> nameOf(const clang::Expr *E,
                                    const clang::FunctionDecl &In);
  /// The name in the argument of a macro; \p In declares it if it is local.
  std::optional<Name> nameIn(llvm::StringRef Argument,
                             const clang::FunctionDecl &In) const;
  std::vector<Name> namesOf(const clang::Expr &Object,
                            const clang::FunctionDecl &In) const;

  const clang::ASTContext &Context;
  const CallModel &Calls;
  bool Collected = false;
  std::vector<Skip> Skips;
};

} // namespace immortal::freshness

#endif
