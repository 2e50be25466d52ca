// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/InternalHeaders.h"
#include "CAPI/BuildCore.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace immortal::source {

static llvm::StringRef pathOf(const SourceManager &SM, FileID File) {
  const OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  return Entry ? Entry->getName() : llvm::StringRef();
}

bool isInternalHeaderName(llvm::StringRef Written) {
  return llvm::sys::path::filename(Written).starts_with("pycore_");
}

/// Every header in Include/internal is internal, pycore_*.h or not. Without
/// Python.h nothing tells where CPython's headers lie; the name does then.
bool InternalHeaders::isInternal(FileID File) const {
  const llvm::StringRef Path = pathOf(SM, File);
  return llvm::is_contained(llvm::make_range(llvm::sys::path::begin(Path),
                                             llvm::sys::path::end(Path)),
                            "internal") &&
         (User.ownerOf(File) == Owner::CPython || isInternalHeaderName(Path));
}

InternalHeaders::InternalHeaders(Preprocessor &PP, const UserCode &User,
                                 LexedFiles &Files)
    : PP(PP), SM(PP.getSourceManager()), User(User), Files(Files) {
  collectFiles();
}

void InternalHeaders::collectFiles() {
  llvm::DenseSet<const FileEntry *> Seen;
  const auto Collect = [&](const SrcMgr::SLocEntry &Entry) {
    if (!Entry.isFile())
      return;
    const FileID File =
        SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
    const FileEntry *Key = SM.getFileEntryForID(File);
    if (!Key || !Seen.insert(Key).second)
      return;
    const Owner Whose = User.ownerOf(File);
    if (isInternal(File))
      return;
    if (Whose == Owner::User)
      UserFiles.push_back(File);
    else if (Whose == Owner::CPython)
      PublicFiles.push_back(File);
    else
      OtherFiles.push_back(File);
  };
  // The main file comes first here, before a preamble's copy of it.
  for (unsigned I = 1; I < SM.local_sloc_entry_size(); ++I)
    Collect(SM.getLocalSLocEntry(I));
  for (unsigned I = 0; I < SM.loaded_sloc_entry_size(); ++I)
    Collect(SM.getLoadedSLocEntry(I));
}

SourceLocation InternalHeaders::usersPlace(SourceLocation Loc) const {
  Loc = SM.getSpellingLoc(Loc);
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  const FileEntry *Entry = SM.getFileEntryForID(File);
  const auto Same = llvm::find_if(UserFiles, [&](FileID Users) {
    return Entry && SM.getFileEntryForID(Users) == Entry;
  });
  return Same == UserFiles.end() ? SourceLocation()
                                 : SM.getComposedLoc(*Same, Offset);
}

/// Whether a file of the user includes \p File by a name of its own, wherever:
/// an include guard hides all but the first inclusion from the SourceManager.
bool InternalHeaders::isUsersInclude(FileID File) const {
  const llvm::StringRef Path = pathOf(SM, File);
  return llvm::any_of(UserFiles, [&](FileID Users) {
    return llvm::any_of(Files.get(Users).Directives, [&](const Directive &D) {
      return D.Kind == DirectiveKind::Include && !D.Name.empty() &&
             !isInternalHeaderName(D.Name) &&
             (Path == D.Name || Path.ends_with(("/" + D.Name).str()));
    });
  });
}

Dependence InternalHeaders::computeDependence(FileID File) const {
  if (isInternal(File))
    return Dependence::Internal;
  const SourceLocation Include = SM.getIncludeLoc(File);
  if (Include.isInvalid() || User.ownerOf(File) == Owner::User)
    return Dependence::None;
  if (computeDependence(SM.getFileID(Include)) == Dependence::None ||
      isUsersInclude(File))
    return Dependence::None;
  return Dependence::ThroughInternal;
}

Dependence InternalHeaders::dependenceOf(SourceLocation Declaration) const {
  if (Declaration.isInvalid())
    return Dependence::None;
  const SourceLocation Loc = SM.getExpansionLoc(Declaration);
  const FileID File = SM.getFileID(Loc);
  auto Known = Dependences.find(File);
  if (Known == Dependences.end()) {
    const Dependence Computed = computeDependence(File);
    Known = Dependences.insert_or_assign(File, Computed).first;
  }
  if (Known->second == Dependence::None && isSwitched(Loc))
    return Dependence::Switched;
  return Known->second;
}

std::optional<Dependence>
InternalHeaders::dependenceOfMacro(llvm::StringRef Name) const {
  std::optional<Dependence> Last;
  for (const MacroDirective *MD =
           PP.getLocalMacroDirectiveHistory(PP.getIdentifierInfo(Name));
       MD; MD = MD->getPrevious()) {
    const auto *Definition = llvm::dyn_cast<DefMacroDirective>(MD);
    if (!Definition)
      continue;
    const Dependence How =
        dependenceOf(Definition->getInfo()->getDefinitionLoc());
    // NULL and its like are defined anew by every header that wants them.
    if (!Last ||
        (Last == Dependence::ThroughInternal && How == Dependence::None))
      Last = How;
  }
  return Last;
}

Dependence InternalHeaders::dependenceOf(const Decl &D) const {
  Dependence Result = dependenceOf(D.getLocation());
  for (const Decl *Other : D.redecls())
    if (dependenceOf(Other->getLocation()) == Dependence::None)
      Result = Dependence::None;
  return Result == Dependence::None && isAnnotated(D) ? Dependence::Switched
                                                      : Result;
}

/// Whether a macro that Py_BUILD_CORE decides on stands before \p D on its
/// line: _Py_DEPRECATED_EXTERNALLY leaves no other trace.
bool InternalHeaders::isAnnotated(const Decl &D) const {
  const SourceLocation Begin = SM.getExpansionLoc(D.getBeginLoc());
  if (!User.isCPython(Begin))
    return false;
  const auto [File, Offset] = SM.getDecomposedLoc(Begin);
  const llvm::StringRef Before = SM.getBufferData(File).take_front(Offset);
  const llvm::StringRef Line =
      Before.drop_front(Before.rfind('\n') + 1).ltrim();
  const llvm::StringRef First =
      Line.take_while([](char C) { return llvm::isAlnum(C) || C == '_'; });
  return !First.empty() && dependenceOfMacro(First) == Dependence::Switched;
}

const MacroInfo *InternalHeaders::lastDefinition(llvm::StringRef Name) const {
  for (const MacroDirective *MD =
           PP.getLocalMacroDirectiveHistory(PP.getIdentifierInfo(Name));
       MD; MD = MD->getPrevious())
    if (const auto *Definition = llvm::dyn_cast<DefMacroDirective>(MD))
      return Definition->getInfo();
  return nullptr;
}

/// Whether \p Macro was defined where \p Loc stands.
static bool isDefinedAt(Preprocessor &PP, llvm::StringRef Macro,
                        SourceLocation Loc) {
  const MacroDirective *History =
      PP.getLocalMacroDirectiveHistory(PP.getIdentifierInfo(Macro));
  if (!History)
    return false;
  return static_cast<bool>(
      History->findDirectiveAtLoc(Loc, PP.getSourceManager()));
}

/// The branches of a public header that Py_BUILD_CORE decides on, as offsets.
static std::vector<std::pair<unsigned, unsigned>>
switchedRanges(const LexedFile &File) {
  std::vector<std::pair<unsigned, unsigned>> Ranges;
  for (const Conditional &C : File.conditionals())
    for (unsigned Branch : C.Branches)
      if (File.Directives[Branch].mentionsBuildCore()) {
        Ranges.push_back({File.Directives[Branch].LinesEnd,
                          File.Directives[C.End].LinesBegin});
        break;
      }
  return Ranges;
}

bool InternalHeaders::isSwitched(SourceLocation Loc) const {
  const FileID File = SM.getFileID(Loc);
  if (User.ownerOf(File) != Owner::CPython ||
      !SM.getBufferData(File).contains(capi::buildCoreMacros().front()))
    return false;
  if (llvm::none_of(capi::buildCoreMacros(), [&](llvm::StringRef Macro) {
        return isDefinedAt(PP, Macro, Loc);
      }))
    return false;
  const unsigned Offset = SM.getFileOffset(Loc);
  return llvm::any_of(switchedRanges(Files.get(File)), [&](const auto &Range) {
    return Range.first <= Offset && Offset < Range.second;
  });
}

bool InternalHeaders::isSwitchedName(llvm::StringRef Name) const {
  if (!SwitchedNames) {
    SwitchedNames.emplace();
    for (FileID File : PublicFiles) {
      if (!SM.getBufferData(File).contains(capi::buildCoreMacros().front()))
        continue;
      const LexedFile &Lexed = Files.get(File);
      const auto Ranges = switchedRanges(Lexed);
      for (const Directive &D : Lexed.Directives)
        if (D.Kind == DirectiveKind::Define &&
            llvm::any_of(Ranges, [&](const auto &Range) {
              return Range.first <= D.Hash && D.Hash < Range.second;
            }))
          SwitchedNames->insert(D.Name);
    }
  }
  return SwitchedNames->contains(Name);
}

} // namespace immortal::source
