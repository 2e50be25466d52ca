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
  if (Context.getLangOpts().CPlusPlus) {
    for (const NamedDecl *Found :
         Unit->lookup(&Context.Idents.get(capi::ObjectTag)))
      if (const RecordDecl *Object = objectRecordOf(Found))
        return Object;
    return nullptr;
  }
  // To look up a name in C makes a table of all declarations, and reads all of
  // a preamble. Where its type was never asked for, the code has no objects.
  const auto &Types = Context.getTypes();
  for (size_t I = 0; I < Types.size(); ++I)
    if (const auto *Type = dyn_cast<RecordType>(Types[I]))
      if (const RecordDecl *Object = objectRecordOf(Type->getAsRecordDecl()))
        return Object;
  return nullptr;
}

/// The folder of the header that defines PyObject, which holds CPython's
/// others; empty if no header of that name does.
static std::string pythonFolder(const ASTContext &Context) {
  const RecordDecl *Object = objectRecord(Context);
  if (!Object)
    return "";
  const SourceManager &SM = Context.getSourceManager();
  const llvm::StringRef File =
      SM.getFilename(SM.getExpansionLoc(Object->getLocation()));
  return path::filename(File) == ObjectHeader && path::has_parent_path(File)
             ? (path::parent_path(File) + path::get_separator()).str()
             : "";
}

llvm::ArrayRef<Decl *> UserDeclarations::get() {
  if (All)
    return Found;
  All = source::TopLevel::of(Context);
  const SourceManager &SM = Context.getSourceManager();
  const std::string Folder = pythonFolder(Context);
  Found = All->in([&](FileID File) {
    if (File.isInvalid())
      return true;
    const SourceLocation Begin = SM.getLocForStartOfFile(File);
    return !SM.isInSystemHeader(Begin) &&
           (Folder.empty() || !SM.getFilename(Begin).starts_with(Folder));
  });
  return Found;
}

} // namespace immortal::freshness
