// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/HeaderFacts.h"
#include "Source/BuildCoreUse.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace immortal::source {

bool isPythonName(llvm::StringRef Name) {
  return Name.starts_with("Py") || Name.starts_with("_Py");
}

void FieldNames::add(const Decl &D, const InternalHeaders &Headers) {
  if (const auto *Field = llvm::dyn_cast<FieldDecl>(&D)) {
    // ob_base stands in object.h, whoever expands PyObject_HEAD.
    const SourceManager &SM = D.getASTContext().getSourceManager();
    (Headers.dependenceOf(SM.getSpellingLoc(Field->getLocation())) ==
             Dependence::None
         ? Other
         : Internal)
        .insert(Field->getName());
  } else if (llvm::isa<RecordDecl, LinkageSpecDecl>(D)) {
    for (const Decl *Inner : llvm::cast<DeclContext>(&D)->decls())
      add(*Inner, Headers);
  }
}

void forEachTypedef(
    const Decl &D,
    llvm::function_ref<void(const TypedefNameDecl &, const TagDecl &)> Visit) {
  if (const auto *Linkage = llvm::dyn_cast<LinkageSpecDecl>(&D)) {
    for (const Decl *Inner : Linkage->decls())
      forEachTypedef(*Inner, Visit);
  } else if (const auto *Typedef = llvm::dyn_cast<TypedefNameDecl>(&D)) {
    const TagDecl *Named = Typedef->getUnderlyingType()->getAsTagDecl();
    if (Named && isPythonName(Typedef->getName()))
      Visit(*Typedef, *Named);
  }
}

std::shared_ptr<const HeaderFacts>
headerFactsOf(Preprocessor &PP, ASTContext &Context,
              llvm::ArrayRef<FileID> Entered) {
  if (!mayUseBuildCore(PP))
    return nullptr;
  const SourceManager &SM = PP.getSourceManager();
  const UserCode User(SM, PP);
  LexedFiles Files(SM, PP.getLangOpts());
  const InternalHeaders Headers(PP, User, Files, Entered, /*Kept=*/nullptr);
  auto Facts = std::make_shared<HeaderFacts>();
  const auto BeginOf = [&](FileID File) {
    return SM.getLocForStartOfFile(File).getRawEncoding();
  };
  for (FileID File : Headers.userFiles())
    if (File != SM.getMainFileID())
      Facts->UserFiles.push_back(
          {fileKey(File, SM),
           static_cast<int>(BeginOf(File) - BeginOf(SM.getMainFileID()))});
  for (FileID File : Headers.publicFiles())
    if (const auto &Ranges = Headers.switchedRanges(File); !Ranges.empty())
      Facts->Switched[fileKey(File, SM)] = Ranges;
  Facts->SwitchedNames = Headers.switchedNames();
  Facts->Suspect = Headers.suspect();
  for (const Decl *D : Context.getTranslationUnitDecl()->decls()) {
    Facts->Fields.add(*D, Headers);
    forEachTypedef(*D, [&](const TypedefNameDecl &Typedef, const TagDecl &Tag) {
      Facts->Typedefs.try_emplace(Tag.getName(), Typedef.getNameAsString());
    });
  }
  return Facts;
}

} // namespace immortal::source
