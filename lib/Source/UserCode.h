// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_USERCODE_H
#define IMMORTAL_TIDY_SOURCE_USERCODE_H

#include "CAPI/Version.h"
#include "Source/TopLevel.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"

namespace clang {
class ASTContext;
class Decl;
class Preprocessor;
} // namespace clang

namespace immortal::source {

/// Whose a file is, and so whether it may be reported or edited.
enum class Owner : uint8_t {
  User,
  /// One of the headers of the Python in use.
  CPython,
  /// A copy of somebody else's header (KnownFiles.def).
  Vendored,
  /// A system header, a predefine, a scratch buffer.
  System,
};

/// Whether the file at \p Path is a copy of somebody else's header, by its
/// name.
bool isVendoredHeader(llvm::StringRef Path);

/// The program that announces in the first lines of \p Text to have written it;
/// empty if none does.
llvm::StringRef generatorOf(llvm::StringRef Text);

/// Tells the user's code from CPython's headers and from vendored, generated
/// and system files, in one translation unit. Cheap: a file is looked at once.
class UserCode {
public:
  UserCode(const clang::SourceManager &SM, clang::Preprocessor &PP);

  Owner ownerOf(clang::FileID File) const;

  /// Whether \p Loc was spelled in a file of the user.
  bool isUsers(clang::SourceLocation Loc) const;

  /// Whether \p Loc was spelled in a header of CPython.
  bool isCPython(clang::SourceLocation Loc) const;

  /// The declarations of the traversal scope that the user wrote. Python.h
  /// alone has thousands of others, which hold nothing that is asked for.
  /// \p Context is the same each time.
  llvm::ArrayRef<clang::Decl *>
  declarations(const clang::ASTContext &Context) const;

  /// The program that wrote the file, by its first lines or its name; empty for
  /// files written by people.
  llvm::StringRef generatorOf(clang::FileID File) const;

  /// Where a finding at \p Loc belongs: the place where the user spelled it.
  /// A macro of the user's is that place; one of CPython's is not, its use is.
  clang::SourceLocation userLocation(clang::SourceLocation Loc) const;

  /// PY_VERSION_HEX of the headers in use; 0 without Python.h.
  capi::Version pythonVersion() const { return PythonVersion; }

  /// A place in patchlevel.h, which Python.h includes.
  clang::SourceLocation patchLevel() const { return PatchLevel; }

  /// Whether the headers in use are configured for a free-threaded build.
  bool isFreeThreaded() const { return FreeThreaded; }

private:
  Owner computeOwner(clang::FileID File) const;
  /// The file of \p Loc, without "." and ".."; empty if there is none.
  std::string pathOf(clang::SourceLocation Loc) const;

  const clang::SourceManager &SM;
  std::string PythonFolder;
  /// Those outside of PythonFolder.
  llvm::StringSet<> PythonHeaders;
  clang::SourceLocation PatchLevel;
  capi::Version PythonVersion = 0;
  bool FreeThreaded = false;
  mutable llvm::DenseMap<clang::FileID, Owner> Owners;
  mutable llvm::DenseMap<clang::FileID, llvm::StringRef> Generators;
  /// Kept for others who ask for it.
  mutable std::shared_ptr<const TopLevel> All;
  mutable std::vector<clang::Decl *> Declarations;
};

} // namespace immortal::source

#endif
