// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_HEADERFACTS_H
#define IMMORTAL_TIDY_SOURCE_HEADERFACTS_H

#include "Source/SkippedRanges.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
class TagDecl;
class TypedefNameDecl;
} // namespace clang

namespace immortal::source {

class InternalHeaders;

/// The names of fields, apart by whether an internal header declares them.
struct FieldNames {
  llvm::StringSet<> Internal, Other;

  /// Adds those of \p D, which C and C++ nest differently.
  void add(const clang::Decl &D, const InternalHeaders &Headers);
};

/// Whether \p Name looks like one of CPython's.
bool isPythonName(llvm::StringRef Name);

/// Calls \p Visit with each typedef of CPython's in \p D for a struct, union or
/// enum, and with that.
void forEachTypedef(const clang::Decl &D,
                    llvm::function_ref<void(const clang::TypedefNameDecl &,
                                            const clang::TagDecl &)>
                        Visit);

/// What the headers of a preamble say about Py_BUILD_CORE and what it opens, in
/// terms that hold where the preamble is loaded. To ask them there would load
/// all of Python.h, each time that somebody types a character.
struct HeaderFacts {
  struct File {
    FileKey Key;
    /// Where it begins, counted from the beginning of the main file's copy in
    /// the preamble.
    int Begin;
  };
  /// The user's headers.
  std::vector<File> UserFiles;
  /// The branches of public headers that Py_BUILD_CORE decides on, as offsets.
  std::map<FileKey, std::vector<std::pair<unsigned, unsigned>>> Switched;
  /// The macros that are defined there.
  llvm::StringSet<> SwitchedNames;
  /// Somebody else's header that spells internal names; empty if none does.
  std::string Suspect;
  FieldNames Fields;
  /// CPython's typedefs by the tags that they name.
  llvm::StringMap<std::string> Typedefs;
};

/// The facts about what \p PP has just compiled as a preamble, for which it
/// entered the files \p Entered; nullptr if nothing in it has to do with
/// Py_BUILD_CORE.
std::shared_ptr<const HeaderFacts>
headerFactsOf(clang::Preprocessor &PP, clang::ASTContext &Context,
              llvm::ArrayRef<clang::FileID> Entered);

} // namespace immortal::source

#endif
