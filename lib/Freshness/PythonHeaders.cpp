// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Freshness/PythonHeaders.h"
#include "CAPI/ObjectTag.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
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

namespace {
/// Knows the files whose declarations are left out.
class ForeignFiles {
public:
  explicit ForeignFiles(const ASTContext &Context)
      : SM(Context.getSourceManager()), Folder(pythonFolder(Context)) {}

  bool hold(const Decl &D) {
    const FileID File = SM.getFileID(SM.getExpansionLoc(D.getLocation()));
    if (File.isInvalid())
      return false;
    const auto [At, IsNew] = Known.try_emplace(File, false);
    if (IsNew) {
      const SourceLocation Begin = SM.getLocForStartOfFile(File);
      At->second =
          SM.isInSystemHeader(Begin) ||
          (!Folder.empty() && SM.getFilename(Begin).starts_with(Folder));
    }
    return At->second;
  }

private:
  const SourceManager &SM;
  const std::string Folder;
  llvm::DenseMap<FileID, bool> Known;
};
} // namespace

llvm::ArrayRef<Decl *> UserDeclarations::get() {
  if (Found)
    return *Found;
  Found.emplace();
  ForeignFiles Foreign(Context);
  const auto Add = [&](Decl *D, const auto &Self) -> void {
    // `extern "C" { #include <Python.h> }` is common.
    if (isa<TranslationUnitDecl, LinkageSpecDecl>(D))
      for (Decl *Inner : cast<DeclContext>(D)->decls())
        Self(Inner, Self);
    else if (!Foreign.hold(*D))
      Found->push_back(D);
  };
  for (Decl *D : Context.getTraversalScope())
    Add(D, Add);
  return *Found;
}

} // namespace immortal::freshness
