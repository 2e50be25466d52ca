// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_INTERNALHEADERS_H
#define IMMORTAL_TIDY_SOURCE_INTERNALHEADERS_H

#include "Source/LexedFile.h"
#include "Source/UserCode.h"
#include "llvm/ADT/StringSet.h"
#include <optional>

namespace clang {
class Decl;
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
  InternalHeaders(clang::Preprocessor &PP, const UserCode &User,
                  LexedFiles &Files);

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

  /// The user's files that were entered, and those of anybody else but CPython;
  /// each once.
  llvm::ArrayRef<clang::FileID> userFiles() const { return UserFiles; }
  llvm::ArrayRef<clang::FileID> otherFiles() const { return OtherFiles; }
  /// \p Loc as a place in one of userFiles(), which is the same for all
  /// inclusions of a file and for a preamble; invalid outside of them.
  clang::SourceLocation usersPlace(clang::SourceLocation Loc) const;

  /// Macros that CPython's public headers define depending on Py_BUILD_CORE.
  bool isSwitchedName(llvm::StringRef Name) const;

private:
  void collectFiles();
  bool isInternal(clang::FileID File) const;
  bool isUsersInclude(clang::FileID File) const;
  Dependence computeDependence(clang::FileID File) const;
  bool isSwitched(clang::SourceLocation Loc) const;
  bool isAnnotated(const clang::Decl &D) const;

  clang::Preprocessor &PP;
  const clang::SourceManager &SM;
  const UserCode &User;
  LexedFiles &Files;
  std::vector<clang::FileID> UserFiles;
  std::vector<clang::FileID> OtherFiles;
  std::vector<clang::FileID> PublicFiles;
  mutable llvm::DenseMap<clang::FileID, Dependence> Dependences;
  mutable std::optional<llvm::StringSet<>> SwitchedNames;
};

} // namespace immortal::source

#endif
