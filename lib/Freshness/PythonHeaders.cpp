// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/PythonHeaders.h"
#include "CAPI/ObjectTag.h"
#include "clang/AST/ASTContext.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace path = llvm::sys::path;

namespace immortal::freshness {

/// Where all versions define PyObject.
static constexpr llvm::StringLiteral ObjectHeader = "object.h";

PythonHeaders::PythonHeaders(const ASTContext &Context)
    : SM(Context.getSourceManager()) {
  const TranslationUnitDecl *Unit = Context.getTranslationUnitDecl();
  for (const NamedDecl *Found :
       Unit->lookup(&Context.Idents.get(capi::ObjectTag))) {
    const auto *Record = dyn_cast<RecordDecl>(Found);
    const RecordDecl *Object = Record ? Record->getDefinition() : nullptr;
    if (!Object)
      continue;
    const llvm::StringRef File =
        SM.getFilename(SM.getExpansionLoc(Object->getLocation()));
    if (path::filename(File) == ObjectHeader && path::has_parent_path(File))
      Folder = (path::parent_path(File) + path::get_separator()).str();
  }
}

bool PythonHeaders::contain(SourceLocation Loc) {
  if (Folder.empty() || Loc.isInvalid())
    return false;
  const FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  const auto [At, IsNew] = Known.try_emplace(File, false);
  if (IsNew)
    At->second =
        SM.getFilename(SM.getLocForStartOfFile(File)).starts_with(Folder);
  return At->second;
}

} // namespace immortal::freshness
