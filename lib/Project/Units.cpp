// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Units.h"
#include "Project/CompileDatabase.h"
#include "Project/Paths.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <set>

using clang::tooling::CompileCommand;

namespace immortal::project {

namespace {
/// Collects the sources of one request.
class Finder {
public:
  explicit Finder(const Request &Asked) : Asked(Asked) {}
  Sources run();

private:
  void openDatabase();
  void addPath(const std::string &Path);
  void addFolder(llvm::StringRef Folder);
  void walk(llvm::StringRef Folder);
  void addFile(llvm::StringRef File);
  void addFromDatabase(llvm::StringRef Folder);
  bool isTooLarge(llvm::StringRef File);
  void addCommand(CompileCommand Command);
  void complain(llvm::StringRef File, const llvm::Twine &Text);
  std::string root() const;

  const Request &Asked;
  Sources Result;
  std::unique_ptr<clang::tooling::CompilationDatabase> Database;
  /// Folders and files that were seen, by what they are and not by a name.
  std::set<llvm::sys::fs::UniqueID> Folders;
  llvm::StringSet<> Files, TooLarge;
  /// The same command twice is the same work twice.
  std::set<std::pair<std::string, std::vector<std::string>>> Known;
  /// Around all that was asked for.
  std::string Around;
};
} // namespace

void Finder::complain(llvm::StringRef File, const llvm::Twine &Text) {
  Result.Problems.push_back({File.str(), 0, Text.str()});
}

/// Whether \p Database lists one of \p Paths, or a file below one.
static bool knows(const clang::tooling::CompilationDatabase &Database,
                  llvm::ArrayRef<std::string> Paths) {
  std::vector<std::string> Real;
  for (const std::string &Path : Paths)
    Real.push_back(realPath(Path));
  return Real.empty() ||
         llvm::any_of(Database.getAllFiles(), [&](const std::string &File) {
           return llvm::any_of(Real, [&](const std::string &Path) {
             return isBelow(realPath(File), Path);
           });
         });
}

void Finder::openDatabase() {
  CompileDatabase Found;
  if (!Asked.BuildFolder.empty()) {
    Found = loadCompileDatabase(Asked.BuildFolder);
  } else if (Asked.SearchDatabase) {
    std::string From = Asked.Paths.empty() ? "." : Asked.Paths.front();
    if (!llvm::sys::fs::is_directory(From))
      From = llvm::sys::path::parent_path(realPath(From));
    Found = findCompileDatabase(From);
    // One that lies above by accident is of another project.
    if (Found.Commands && !knows(*Found.Commands, Asked.Paths))
      return;
  }
  Database = std::move(Found.Commands);
  Result.Database = std::move(Found.File);
  llvm::move(Found.Problems, std::back_inserter(Result.Problems));
}

bool Finder::isTooLarge(llvm::StringRef File) {
  uint64_t Size = 0;
  if (Asked.MaxFileSize == 0 || llvm::sys::fs::file_size(File, Size) ||
      Size <= uint64_t(Asked.MaxFileSize) << 20)
    return false;
  if (TooLarge.insert(File).second)
    complain(File, "is larger than " + llvm::Twine(Asked.MaxFileSize) +
                       " MB and is not analysed; say --max-file-size=0 if it "
                       "has to be");
  return true;
}

void Finder::addCommand(CompileCommand Command) {
  const std::string File = realPath(Command.Filename, Command.Directory);
  if (isTooLarge(File))
    return;
  if (Known.insert({File, Command.CommandLine}).second)
    Result.Commands.push_back(std::move(Command));
}

void Finder::addFromDatabase(llvm::StringRef Folder) {
  bool Any = false;
  for (CompileCommand &Command : Database->getAllCompileCommands()) {
    const std::string File = realPath(Command.Filename, Command.Directory);
    if (!Folder.empty() && !isBelow(File, Folder))
      continue;
    Any = true;
    if (!llvm::sys::fs::exists(File)) {
      complain(File, "is in " + Result.Database +
                         " and does not exist; let the build system write it "
                         "again");
      continue;
    }
    if (isCFile(File) || isCxxFile(File))
      addCommand(std::move(Command));
  }
  if (!Any)
    complain(Folder, "holds no file of " + Result.Database +
                         "; name its files, or another database with -p");
}

void Finder::addFile(llvm::StringRef File) {
  if (!Files.insert(File).second)
    return;
  if (!Database)
    return addCommand(commandFor(File));
  for (CompileCommand &Command : Database->getCompileCommands(File))
    addCommand(std::move(Command));
}

bool isForTools(llvm::StringRef Folder) {
  llvm::SmallString<256> Marker(Folder);
  llvm::sys::path::append(Marker, "pyvenv.cfg");
  return llvm::sys::path::filename(Folder).starts_with(".") ||
         llvm::sys::fs::exists(Marker);
}

void Finder::walk(llvm::StringRef Folder) {
  llvm::sys::fs::UniqueID ID;
  if (llvm::sys::fs::getUniqueID(Folder, ID) || !Folders.insert(ID).second)
    return;
  std::error_code Failed;
  std::vector<std::string> Entries;
  for (llvm::sys::fs::directory_iterator It(Folder, Failed), End;
       !Failed && It != End; It.increment(Failed))
    Entries.push_back(It->path());
  if (Failed)
    complain(Folder, "cannot be read: " + Failed.message() +
                         "; its files are left out");
  llvm::sort(Entries);
  for (const std::string &Entry : Entries)
    if (llvm::sys::fs::is_directory(Entry)) {
      if (!isForTools(Entry))
        walk(Entry);
    } else if ((isCFile(Entry) || isCxxFile(Entry)) &&
               llvm::sys::fs::exists(Entry)) {
      addFile(realPath(Entry));
    }
}

void Finder::addFolder(llvm::StringRef Folder) {
  if (Database)
    return addFromDatabase(Folder);
  const size_t Before = Result.Commands.size() + Result.Problems.size();
  walk(Folder);
  if (Result.Commands.size() + Result.Problems.size() == Before)
    complain(Folder, "holds no C or C++ file; name the folder of the sources");
}

void Finder::addPath(const std::string &Path) {
  const std::string Real = realPath(Path);
  const bool IsFolder = llvm::sys::fs::is_directory(Real);
  const llvm::StringRef Folder =
      IsFolder ? llvm::StringRef(Real) : llvm::sys::path::parent_path(Real);
  Around = Around.empty() ? Folder.str() : commonFolder(Around, Folder).str();
  if (IsFolder)
    return addFolder(Real);
  if (!llvm::sys::fs::exists(Real))
    return complain(Real, "does not exist; name a file or a folder");
  const llvm::StringRef Ending = llvm::sys::path::extension(Real);
  if (!isCFile(Real) && !isCxxFile(Real) && !Ending.starts_with(".h"))
    return complain(Real, "is no C or C++ source; name one, or a folder");
  addFile(Real);
}

std::string Finder::root() const {
  if (!Asked.Root.empty())
    return realPath(Asked.Root);
  if (llvm::any_of(Asked.Paths, [](const std::string &Path) {
        return llvm::sys::fs::is_directory(Path);
      }))
    return Around;
  std::string Current = realPath(".");
  if (Around.empty() || isBelow(Around, Current))
    return Current;
  return Around;
}

Sources Finder::run() {
  openDatabase();
  // With a database that cannot be used, guesses would look like results.
  if (Result.Database.empty() || Database)
    for (const std::string &Path : Asked.Paths)
      addPath(Path);
  if (Asked.Paths.empty() && Database)
    addFromDatabase("");
  if (Asked.Paths.empty() && Result.Database.empty())
    complain("", "no compile_commands.json in this folder or above; name "
                 "sources, or a database with -p");
  Result.Root = root();
  return std::move(Result);
}

Sources findSources(const Request &Asked) { return Finder(Asked).run(); }

std::vector<Unit> makeUnits(const Sources &Found,
                            llvm::ArrayRef<Configuration> Pythons,
                            const ExtraFlags &Extra) {
  std::vector<Unit> Result;
  for (const CompileCommand &Command : Found.Commands)
    for (unsigned I = 0; I < Pythons.size(); ++I) {
      ExtraFlags Flags = Extra;
      if (Found.Database.empty())
        Flags.Defines.insert(Flags.Defines.begin(),
                             Pythons[I].ExtensionDefines.begin(),
                             Pythons[I].ExtensionDefines.end());
      Result.push_back({withFlags(Command, Pythons[I], Flags),
                        realPath(Command.Filename, Command.Directory), I});
    }
  return Result;
}

} // namespace immortal::project
