// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_TOPLEVEL_H
#define IMMORTAL_TIDY_SOURCE_TOPLEVEL_H

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <memory>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
class SourceManager;
} // namespace clang

namespace immortal::source {

/// The declarations of a traversal scope by files; for `extern "C"` those in
/// the block, as `extern "C" { #include <Python.h> }` is common. Python.h alone
/// brings thousands, which are out of the processor's caches when a check looks
/// at them: everybody shares one list.
class TopLevel {
public:
  /// The list that somebody still holds, or a new one. In clangd the scope is
  /// the main file: asking for the rest would read all of the preamble.
  static std::shared_ptr<const TopLevel> of(const clang::ASTContext &Context);

  explicit TopLevel(const clang::ASTContext &Context);

  /// Those in the files of which \p IsWanted is true; it is asked again where
  /// a file goes on behind an #include. Invalid is the file of what clang
  /// declares itself.
  std::vector<clang::Decl *>
  in(llvm::function_ref<bool(clang::FileID)> IsWanted) const;

private:
  void add(clang::Decl &D, const clang::SourceManager &SM);

  /// Declarations that follow one another in one file.
  struct Run {
    clang::FileID File;
    size_t Begin;
  };
  const clang::ASTContext &Context;
  std::vector<clang::Decl *> All;
  std::vector<Run> Runs;
};

} // namespace immortal::source

#endif
