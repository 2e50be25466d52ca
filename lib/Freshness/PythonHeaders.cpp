// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/PythonHeaders.h"
#include "CAPI/ObjectTag.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace path = llvm::sys::path;

namespace immortal::freshness {

/// Where all versions define PyObject.
static constexpr llvm::StringLiteral ObjectHeader = "object.h";

static const RecordDecl *objectRecordOf(const Decl *D) {
  const auto *Record = dyn_cast_or_null<RecordDecl>(D);
  return Record &&
                 Record->getDeclContext()
                     ->getRedeclContext()
                     ->isTranslationUnit() &&
                 Record->getName() == capi::ObjectTag
             ? Record->getDefinition()
             : nullptr;
}

const RecordDecl *objectRecord(const ASTContext &Context) {
  const TranslationUnitDecl *Unit = Context.getTranslationUnitDecl();
  if (Context.getLangOpts().CPlusPlus || !Context.getExternalSource()) {
    for (const NamedDecl *Found :
         Unit->lookup(&Context.Idents.get(capi::ObjectTag)))
      if (const RecordDecl *Object = objectRecordOf(Found))
        return Object;
    return nullptr;
  }
  // To look up a name in C reads all of a preamble. Where its type was never
  // asked for, the code has no objects.
  const auto &Types = Context.getTypes();
  for (size_t I = 0; I < Types.size(); ++I)
    if (const auto *Type = dyn_cast<RecordType>(Types[I]))
      if (const RecordDecl *Object = objectRecordOf(Type->getAsRecordDecl()))
        return Object;
  return nullptr;
}

PythonHeaders::PythonHeaders(const ASTContext &Context)
    : SM(Context.getSourceManager()) {
  const RecordDecl *Object = objectRecord(Context);
  if (!Object)
    return;
  const llvm::StringRef File =
      SM.getFilename(SM.getExpansionLoc(Object->getLocation()));
  if (path::filename(File) == ObjectHeader && path::has_parent_path(File))
    Folder = (path::parent_path(File) + path::get_separator()).str();
}

bool PythonHeaders::contain(SourceLocation Loc) {
  if (Folder.empty() || Loc.isInvalid())
    return false;
  const FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  if (File.isInvalid())
    return false;
  const auto [At, IsNew] = Known.try_emplace(File, false);
  if (IsNew)
    At->second =
        SM.getFilename(SM.getLocForStartOfFile(File)).starts_with(Folder);
  return At->second;
}

} // namespace immortal::freshness
