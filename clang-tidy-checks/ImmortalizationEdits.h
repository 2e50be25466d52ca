// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_IMMORTALIZATIONEDITS_H
#define IMMORTAL_TIDY_CHECKS_IMMORTALIZATIONEDITS_H

#include "Finding.h"
#include "Fixes/OnRefusal.h"
#include "PrivateSites.h"
#include "Source/UserCode.h"
#include "llvm/ADT/DenseSet.h"

namespace immortal::tidy {

/// Whether a NOLINT comment may concern \p Loc.
bool hasNoLint(clang::SourceLocation Loc, const clang::SourceManager &SM);

/// The edits of cpython-internal-immortalization, and what must be true around
/// them: the public name is declared, the file parses, nobody else is affected.
class ImmortalizationEdits {
public:
  using UseGroup = llvm::SmallVector<const FunctionUse *, 2>;

  ImmortalizationEdits(clang::ASTContext &Context, clang::Preprocessor &PP,
                       const source::UserCode &Code, std::string CompatHeader,
                       std::optional<capi::Version> MinimumPython);

  /// The edits that call the public function of \p Row at \p Loc instead, and
  /// do what \p Style says with a result that nobody had looked at; empty if
  /// that cannot be done there.
  fixes::Edits renameCalls(clang::SourceLocation Loc,
                           const capi::PrivateFunction &Row,
                           const UseGroup &Group, fixes::OnRefusal Style) const;

  /// The statement that does so for the object of \p Use right behind \p Test;
  /// empty if that cannot be done.
  std::string movedCall(clang::SourceLocation Loc, const FunctionUse &Use,
                        const clang::IfStmt &Test,
                        fixes::OnRefusal Style) const;

  /// The edit that makes the store \p Use a call; empty if that cannot be done.
  fixes::Edits replaceStore(clang::SourceLocation Loc, const CountUse &Use,
                            fixes::OnRefusal Style) const;

  /// Adds to the fix of \p F what it needs to compile, or takes the fix back
  /// and says why in a note. \p Guarded is the oldest Python for which the
  /// preprocessor lets the code be compiled, as far as it says so. To be called
  /// in the order of the findings.
  void complete(Finding &F, std::optional<capi::Version> Guarded);

  /// The oldest Python for which the code must keep working.
  capi::Version oldestPython() const;

private:
  /// What is written around a call for its result.
  struct NewResult {
    llvm::StringRef Before;
    /// Instead of the semicolon.
    std::optional<fixes::RefusalPath> Path;
  };

  bool isDeclared(const capi::PrivateFunction &Row, capi::Version Oldest) const;
  bool needsCast(const clang::Expr &Argument) const;
  bool isInMacroBody(clang::SourceLocation Use) const;
  /// What renames the uses of \p Row in \p Group; std::nullopt if the new call
  /// would do something else.
  std::optional<fixes::CallRewrite> rewriteOf(clang::SourceLocation Loc,
                                              const capi::PrivateFunction &Row,
                                              const UseGroup &Group) const;
  /// A new call in the place of \p Call, or behind \p MovedBehind, whose text
  /// is
  /// \p Text: what stands around it.
  std::optional<NewResult>
  resultOf(const clang::Expr &Call, const clang::FunctionDecl *Function,
           const clang::Expr &Object, const fixes::CallText &Text,
           fixes::OnRefusal Style, const clang::IfStmt *MovedBehind) const;

  clang::ASTContext &Context;
  clang::Preprocessor &PP;
  const clang::SourceManager &SM;
  const source::UserCode &Code;
  const std::string CompatHeader;
  const std::optional<capi::Version> MinimumPython;
  /// The files whose first fix includes the compatibility header.
  llvm::DenseSet<clang::FileID> Included;
};

} // namespace immortal::tidy

#endif
