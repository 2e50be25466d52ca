// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/GlobalNames.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/IdentifierResolver.h"

using namespace clang;

namespace immortal::source {

llvm::SmallVector<NamedDecl *, 4> globalDeclarations(llvm::StringRef Name,
                                                     ASTContext &Context,
                                                     Preprocessor &PP) {
  llvm::SmallVector<NamedDecl *, 4> Found;
  const DeclarationName Asked = &Context.Idents.get(Name);
  if (Context.getLangOpts().CPlusPlus) {
    llvm::append_range(Found, Context.getTranslationUnitDecl()->lookup(Asked));
    return Found;
  }
  // In C a translation unit has no table of its names: to look one up there
  // reads all declarations. The identifier itself knows its own.
  IdentifierResolver Names(PP);
  for (auto At = Names.begin(Asked), End = Names.end(); At != End; ++At)
    if ((*At)->getDeclContext()->getRedeclContext()->isTranslationUnit())
      Found.push_back(*At);
  return Found;
}

} // namespace immortal::source
