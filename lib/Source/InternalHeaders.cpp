// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Source/InternalHeaders.h"
#include "CAPI/BuildCore.h"
#include "clang/AST/Decl.h"
#include "clang/Lex/Preprocessor.h"
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
                                 LexedFiles &Files,
                                 llvm::ArrayRef<FileID> Entered,
                                 const HeaderFacts *Kept)
    : PP(PP), SM(PP.getSourceManager()), User(User), Files(Files), Kept(Kept) {
  collectFiles(Entered);
}

DeclContext::decl_range
InternalHeaders::declarations(const ASTContext &Context) const {
  const TranslationUnitDecl *Unit = Context.getTranslationUnitDecl();
  return Kept ? Unit->noload_decls() : Unit->decls();
}

void InternalHeaders::addFile(FileID File,
                              llvm::DenseSet<const FileEntry *> &Seen) {
  const FileEntry *Key = SM.getFileEntryForID(File);
  if (!Key || !Seen.insert(Key).second || isInternal(File))
    return;
  switch (User.ownerOf(File)) {
  case Owner::User:
    return UserFiles.push_back(File);
  case Owner::CPython:
    return PublicFiles.push_back(File);
  case Owner::Vendored:
  case Owner::System:
    return OtherFiles.push_back(File);
  }
}

/// Whether all of the kept files of the user are where they were kept.
bool InternalHeaders::addKeptFiles(llvm::DenseSet<const FileEntry *> &Seen) {
  const FileID Copy = SM.getPreambleFileID();
  if (Copy.isInvalid())
    return false;
  const SourceLocation Begin = SM.getLocForStartOfFile(Copy);
  std::vector<FileID> Found;
  for (const HeaderFacts::File &Header : Kept->UserFiles) {
    // Facts of another preamble, which was larger, may lead out of all files.
    const SourceLocation Loc = SourceLocation::getFromRawEncoding(
        Begin.getRawEncoding() + Header.Begin);
    const FileID File = Loc.isFileID() ? SM.getFileID(Loc) : FileID();
    if (File.isInvalid() || SM.getLocForStartOfFile(File) != Loc ||
        fileKey(File, SM) != Header.Key)
      return false;
    Found.push_back(File);
  }
  for (FileID File : Found)
    addFile(File, Seen);
  return true;
}

void InternalHeaders::collectFiles(llvm::ArrayRef<FileID> Entered) {
  llvm::DenseSet<const FileEntry *> Seen;
  // The main file comes first here, before a preamble's copy of it.
  for (FileID File : Entered)
    addFile(File, Seen);
  // A preamble has an entry for each macro that was expanded there.
  if (Kept && addKeptFiles(Seen))
    return;
  Kept = nullptr;
  for (unsigned I = 0; I < SM.loaded_sloc_entry_size(); ++I)
    if (const SrcMgr::SLocEntry &Entry = SM.getLoadedSLocEntry(I);
        Entry.isFile())
      addFile(
          SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset())),
          Seen);
}

SourceLocation InternalHeaders::usersPlace(SourceLocation Loc) const {
  if (Loc.isInvalid())
    return SourceLocation();
  const auto [File, Offset] = SM.getDecomposedSpellingLoc(Loc);
  const auto [At, IsNew] = SameFiles.try_emplace(File);
  if (IsNew) {
    const FileEntry *Entry = SM.getFileEntryForID(File);
    const auto Same = llvm::find_if(UserFiles, [&](FileID Users) {
      return Entry && SM.getFileEntryForID(Users) == Entry;
    });
    if (Same != UserFiles.end())
      At->second = *Same;
  }
  return At->second.isInvalid() ? SourceLocation()
                                : SM.getComposedLoc(At->second, Offset);
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
  const auto [File, Offset] = SM.getDecomposedLoc(Loc);
  auto Known = Dependences.find(File);
  if (Known == Dependences.end()) {
    const Dependence Computed = computeDependence(File);
    Known = Dependences.insert_or_assign(File, Computed).first;
  }
  if (Known->second == Dependence::None && isSwitched(File, Offset))
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
  const auto Known = OfDeclarations.find(&D);
  return Known == OfDeclarations.end()
             ? OfDeclarations.insert({&D, computeDependence(D)}).first->second
             : Known->second;
}

Dependence InternalHeaders::computeDependence(const Decl &D) const {
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

/// The branches of \p File that Py_BUILD_CORE decides on, as offsets.
static InternalHeaders::Ranges branchesOf(const LexedFile &File) {
  InternalHeaders::Ranges Result;
  for (const Conditional &C : File.conditionals())
    for (unsigned Branch : C.Branches)
      if (File.Directives[Branch].mentionsBuildCore()) {
        Result.push_back({File.Directives[Branch].LinesEnd,
                          File.Directives[C.End].LinesBegin});
        break;
      }
  return Result;
}

InternalHeaders::Ranges
InternalHeaders::computeSwitchedRanges(FileID File) const {
  if (User.ownerOf(File) != Owner::CPython)
    return {};
  if (Kept && SM.isLoadedFileID(File)) {
    const auto Known = Kept->Switched.find(fileKey(File, SM));
    return Known == Kept->Switched.end() ? Ranges() : Known->second;
  }
  if (!SM.getBufferData(File).contains(capi::buildCoreMacros().front()))
    return {};
  return branchesOf(Files.get(File));
}

const InternalHeaders::Ranges &
InternalHeaders::switchedRanges(FileID File) const {
  const auto Known = Switched.find(File);
  return Known == Switched.end()
             ? Switched.insert_or_assign(File, computeSwitchedRanges(File))
                   .first->second
             : Known->second;
}

bool InternalHeaders::isSwitched(FileID File, unsigned Offset) const {
  return llvm::any_of(switchedRanges(File),
                      [&](const auto &Range) {
                        return Range.first <= Offset && Offset < Range.second;
                      }) &&
         llvm::any_of(capi::buildCoreMacros(), [&](llvm::StringRef Macro) {
           return isDefinedAt(PP, Macro, SM.getComposedLoc(File, Offset));
         });
}

const llvm::StringSet<> &InternalHeaders::switchedNames() const {
  if (SwitchedNames)
    return *SwitchedNames;
  SwitchedNames = Kept ? Kept->SwitchedNames : llvm::StringSet<>();
  for (FileID File : PublicFiles) {
    const Ranges &Branches = switchedRanges(File);
    if (Branches.empty())
      continue;
    for (const Directive &D : Files.get(File).Directives)
      if (D.Kind == DirectiveKind::Define &&
          llvm::any_of(Branches, [&](const auto &Range) {
            return Range.first <= D.Hash && D.Hash < Range.second;
          }))
        SwitchedNames->insert(D.Name);
  }
  return *SwitchedNames;
}

std::string InternalHeaders::suspect() const {
  if (Kept && !Kept->Suspect.empty())
    return Kept->Suspect;
  for (FileID File : OtherFiles) {
    const llvm::StringRef Text = SM.getBufferData(File);
    if (Text.contains("pycore_") ||
        Text.contains(capi::buildCoreMacros().front()))
      return llvm::sys::path::filename(pathOf(SM, File)).str();
  }
  return "";
}

} // namespace immortal::source
