// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_INTERNALHEADERS_H
#define IMMORTAL_TIDY_SOURCE_INTERNALHEADERS_H

#include "Source/HeaderFacts.h"
#include "Source/LexedFile.h"
#include "Source/UserCode.h"
#include "clang/AST/DeclBase.h"
#include "llvm/ADT/DenseSet.h"
#include <optional>

namespace clang {
class MacroInfo;
class Preprocessor;
} // namespace clang

namespace immortal::source {

/// How a declaration depends on Py_BUILD_CORE.
enum class Dependence : uint8_t {
  None,
  /// It stands in one of CPython's internal headers.
  Internal,
  /// It stands in another header that only an internal one includes.
  ThroughInternal,
  /// It stands in a public header, and is what it is because Py_BUILD_CORE was
  /// defined there.
  Switched,
};

/// Whether an #include names an internal header, as far as the name tells.
bool isInternalHeaderName(llvm::StringRef Written);

/// Knows which declarations of a translation unit would be missing, or others,
/// without Py_BUILD_CORE and the internal headers.
class InternalHeaders {
public:
  /// \p Entered are the main file and all others behind a loaded preamble.
  /// \p Kept is what is known about that; nullptr if nothing is, or none is
  /// loaded.
  InternalHeaders(clang::Preprocessor &PP, const UserCode &User,
                  LexedFiles &Files, llvm::ArrayRef<clang::FileID> Entered,
                  const HeaderFacts *Kept);

  clang::Preprocessor &preprocessor() const { return PP; }

  /// Whether \p Loc was spelled in a header of CPython.
  bool isCPython(clang::SourceLocation Loc) const {
    return User.isCPython(Loc);
  }

  /// What is known about the preamble, so that nobody has to ask its headers;
  /// nullptr if all declarations are to be looked at.
  const HeaderFacts *kept() const { return Kept; }

  /// The declarations of \p Context outside of all others that kept() does not
  /// tell of.
  clang::DeclContext::decl_range
  declarations(const clang::ASTContext &Context) const;

  /// Looks at the place of the name, not at other declarations of it.
  Dependence dependenceOf(clang::SourceLocation Declaration) const;

  /// The dependence of the last definition of the macro \p Name; std::nullopt
  /// if it was never defined.
  std::optional<Dependence> dependenceOfMacro(llvm::StringRef Name) const;

  /// The dependence of the weakest declaration of \p D: one that stands outside
  /// is enough.
  Dependence dependenceOf(const clang::Decl &D) const;

  /// The last definition of the macro \p Name, also if undefined since; nullptr
  /// if there is none.
  const clang::MacroInfo *lastDefinition(llvm::StringRef Name) const;

  /// The user's files that were entered, and CPython's public headers as far as
  /// kept() does not tell of them; each once.
  llvm::ArrayRef<clang::FileID> userFiles() const { return UserFiles; }
  llvm::ArrayRef<clang::FileID> publicFiles() const { return PublicFiles; }

  /// The name of a header that is neither the user's nor CPython's and spells
  /// internal names; empty if none does.
  std::string suspect() const;

  /// \p Loc as a place in one of userFiles(), which is the same for all
  /// inclusions of a file and for a preamble; invalid outside of them.
  clang::SourceLocation usersPlace(clang::SourceLocation Loc) const;

  /// Macros that CPython's public headers define depending on Py_BUILD_CORE.
  bool isSwitchedName(llvm::StringRef Name) const {
    return switchedNames().contains(Name);
  }
  const llvm::StringSet<> &switchedNames() const;

  /// The branches of the public header \p File that Py_BUILD_CORE decides on,
  /// as offsets.
  using Ranges = std::vector<std::pair<unsigned, unsigned>>;
  const Ranges &switchedRanges(clang::FileID File) const;

private:
  void collectFiles(llvm::ArrayRef<clang::FileID> Entered);
  void addFile(clang::FileID File, llvm::DenseSet<const clang::FileEntry *> &);
  bool addKeptFiles(llvm::DenseSet<const clang::FileEntry *> &);
  Ranges computeSwitchedRanges(clang::FileID File) const;
  bool isInternal(clang::FileID File) const;
  bool isUsersInclude(clang::FileID File) const;
  Dependence computeDependence(clang::FileID File) const;
  Dependence computeDependence(const clang::Decl &D) const;
  bool isSwitched(clang::FileID File, unsigned Offset) const;
  bool isAnnotated(const clang::Decl &D) const;

  clang::Preprocessor &PP;
  const clang::SourceManager &SM;
  const UserCode &User;
  LexedFiles &Files;
  const HeaderFacts *Kept;
  std::vector<clang::FileID> UserFiles;
  std::vector<clang::FileID> OtherFiles;
  std::vector<clang::FileID> PublicFiles;
  mutable llvm::DenseMap<clang::FileID, Dependence> Dependences;
  mutable llvm::DenseMap<const clang::Decl *, Dependence> OfDeclarations;
  /// The user's file that is the same one; invalid for other files.
  mutable llvm::DenseMap<clang::FileID, clang::FileID> SameFiles;
  mutable llvm::DenseMap<clang::FileID, Ranges> Switched;
  mutable std::optional<llvm::StringSet<>> SwitchedNames;
};

} // namespace immortal::source

#endif
