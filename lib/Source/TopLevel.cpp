// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/TopLevel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace immortal::source {

std::shared_ptr<const TopLevel> TopLevel::of(const ASTContext &Context) {
  // clangd has a thread for each syntax tree.
  static thread_local std::weak_ptr<const TopLevel> Last;
  std::shared_ptr<const TopLevel> Result = Last.lock();
  if (!Result || &Result->Context != &Context) {
    Result = std::make_shared<const TopLevel>(Context);
    Last = Result;
  }
  return Result;
}

TopLevel::TopLevel(const ASTContext &Context) : Context(Context) {
  for (Decl *D : Context.getTraversalScope())
    add(*D, Context.getSourceManager());
}

void TopLevel::add(Decl &D, const SourceManager &SM) {
  if (isa<TranslationUnitDecl, LinkageSpecDecl>(D)) {
    for (Decl *Inner : cast<DeclContext>(D).decls())
      add(*Inner, SM);
    return;
  }
  const FileID File = SM.getFileID(SM.getExpansionLoc(D.getLocation()));
  if (Runs.empty() || Runs.back().File != File)
    Runs.push_back({File, All.size()});
  All.push_back(&D);
}

std::vector<Decl *>
TopLevel::in(llvm::function_ref<bool(FileID)> IsWanted) const {
  std::vector<Decl *> Result;
  for (size_t I = 0; I < Runs.size(); ++I) {
    if (!IsWanted(Runs[I].File))
      continue;
    const size_t End = I + 1 < Runs.size() ? Runs[I + 1].Begin : All.size();
    llvm::append_range(
        Result, llvm::ArrayRef(All).slice(Runs[I].Begin, End - Runs[I].Begin));
  }
  return Result;
}

} // namespace immortal::source
