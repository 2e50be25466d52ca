// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/UserCode.h"
#include "Source/SkippedRanges.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

using namespace clang;

namespace immortal::source {

static constexpr llvm::StringLiteral VendoredHeaders[] = {
#define VENDORED_HEADER(Name, Guard) Name,
#include "CAPI/KnownFiles.def"
};

static constexpr llvm::StringLiteral PythonHeaderGuards[] = {
#define PYTHON_HEADER(Guard) Guard,
#include "CAPI/KnownFiles.def"
};

static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral>
    GeneratedMarkers[] = {
#define GENERATED_MARKER(Text, Generator) {Text, Generator},
#include "CAPI/KnownFiles.def"
};

static constexpr std::pair<llvm::StringLiteral, llvm::StringLiteral>
    GeneratedFiles[] = {
#define GENERATED_FILE(Pattern, Generator) {Pattern, Generator},
#include "CAPI/KnownFiles.def"
};

/// How much of a file counts as its first lines.
static constexpr size_t FirstBytes = 512;

bool isVendoredHeader(llvm::StringRef Path) {
  return llvm::is_contained(VendoredHeaders, llvm::sys::path::filename(Path));
}

llvm::StringRef generatorOf(llvm::StringRef Text) {
  const llvm::StringRef Head = Text.take_front(FirstBytes);
  for (const auto &[Marker, Generator] : GeneratedMarkers)
    if (Head.contains(Marker))
      return Generator;
  return {};
}

/// The generator whose files are called like the one at \p Path; empty if
/// there is none.
static llvm::StringRef generatorOfFile(llvm::StringRef Path) {
  for (const auto &[Pattern, Generator] : GeneratedFiles)
    if (llvm::Regex(Pattern).match(Path))
      return Generator;
  return {};
}

static std::string normalized(llvm::StringRef Path) {
  llvm::SmallString<256> Result(Path);
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return std::string(Result);
}

static const MacroInfo *macro(Preprocessor &PP, llvm::StringRef Name) {
  return PP.getMacroInfo(PP.getIdentifierInfo(Name));
}

/// The number that the object-like macro \p Name stands for, directly or
/// through other names; 0 if it is none.
static unsigned macroNumber(Preprocessor &PP, llvm::StringRef Name) {
  for (unsigned Depth = 0; Depth < 4; ++Depth) {
    const MacroInfo *Info = macro(PP, Name);
    if (!Info || Info->getNumTokens() != 1)
      return 0;
    const Token &Value = Info->getReplacementToken(0);
    unsigned Number = 0;
    // The spelling, because a token from a preamble has no literal data.
    if (Value.is(tok::numeric_constant))
      return llvm::StringRef(PP.getSpelling(Value)).getAsInteger(0, Number)
                 ? 0
                 : Number;
    if (!Value.getIdentifierInfo())
      return 0;
    Name = Value.getIdentifierInfo()->getName();
  }
  return 0;
}

UserCode::UserCode(const SourceManager &SM, Preprocessor &PP) : SM(SM) {
  FreeThreaded = macro(PP, "Py_GIL_DISABLED") != nullptr;
  const MacroInfo *Hex = macro(PP, "PY_VERSION_HEX");
  if (!Hex)
    return;
  PatchLevel = SM.getSpellingLoc(Hex->getDefinitionLoc());
  // patchlevel.h lies beside Python.h; everything below its folder is
  // CPython's.
  if (const std::string File = pathOf(PatchLevel); !File.empty())
    PythonFolder = (llvm::sys::path::parent_path(File) + "/").str();
  for (llvm::StringRef Guard : PythonHeaderGuards)
    if (const MacroInfo *Defined = macro(PP, Guard))
      PythonHeaders.insert(pathOf(Defined->getDefinitionLoc()));
  // PY_VERSION_HEX itself is an expression from 3.14 on.
  PythonVersion = capi::py(macroNumber(PP, "PY_MAJOR_VERSION"),
                           macroNumber(PP, "PY_MINOR_VERSION"),
                           macroNumber(PP, "PY_MICRO_VERSION") << 8 |
                               macroNumber(PP, "PY_RELEASE_LEVEL") << 4 |
                               macroNumber(PP, "PY_RELEASE_SERIAL"));
}

std::string UserCode::pathOf(SourceLocation Loc) const {
  const OptionalFileEntryRef Entry =
      SM.getFileEntryRefForID(SM.getFileID(SM.getSpellingLoc(Loc)));
  return Entry ? normalized(Entry->getName()) : "";
}

Owner UserCode::computeOwner(FileID File) const {
  const std::string Path = pathOf(SM.getLocForStartOfFile(File));
  if (Path.empty())
    return Owner::System;
  if ((!PythonFolder.empty() &&
       llvm::StringRef(Path).starts_with(PythonFolder)) ||
      PythonHeaders.contains(Path))
    return Owner::CPython;
  if (isVendoredHeader(Path))
    return Owner::Vendored;
  if (SrcMgr::isSystem(SM.getFileCharacteristic(SM.getLocForStartOfFile(File))))
    return Owner::System;
  return Owner::User;
}

Owner UserCode::ownerOf(FileID File) const {
  // Declarations that clang makes itself have no file, and no key either.
  if (File.isInvalid())
    return Owner::System;
  auto [Entry, Inserted] = Owners.try_emplace(File, Owner::System);
  if (Inserted)
    Entry->second = computeOwner(File);
  return Entry->second;
}

bool UserCode::isUsers(SourceLocation Loc) const {
  return Loc.isValid() &&
         ownerOf(SM.getFileID(SM.getSpellingLoc(Loc))) == Owner::User;
}

bool UserCode::isCPython(SourceLocation Loc) const {
  return Loc.isValid() &&
         ownerOf(SM.getFileID(SM.getSpellingLoc(Loc))) == Owner::CPython;
}

llvm::ArrayRef<Decl *> UserCode::declarations(const ASTContext &Context) const {
  if (!All) {
    All = TopLevel::of(Context);
    Declarations =
        All->in([&](FileID File) { return ownerOf(File) == Owner::User; });
  }
  return Declarations;
}

llvm::StringRef UserCode::generatorOf(FileID File) const {
  if (File.isInvalid())
    return "";
  auto [Entry, Inserted] = Generators.try_emplace(File);
  if (!Inserted)
    return Entry->second;
  Entry->second = source::generatorOf(SM.getBufferData(File));
  if (Entry->second.empty())
    Entry->second = generatorOfFile(pathOf(SM.getLocForStartOfFile(File)));
  return Entry->second;
}

SourceLocation UserCode::userLocation(SourceLocation Loc) const {
  while (Loc.isMacroID() && !isUsers(Loc))
    Loc = SM.isMacroArgExpansion(Loc)
              ? SM.getImmediateSpellingLoc(Loc)
              : SM.getImmediateExpansionRange(Loc).getBegin();
  return outOfPreamble(SM.getSpellingLoc(Loc), SM);
}

} // namespace immortal::source
