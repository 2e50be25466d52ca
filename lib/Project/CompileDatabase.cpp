// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/CompileDatabase.h"
#include "Project/Paths.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang::tooling;

namespace immortal::project {

static constexpr llvm::StringLiteral FileName = "compile_commands.json";

static bool isText(const llvm::json::Value *Value) {
  const auto Text = Value ? Value->getAsString() : std::nullopt;
  return Text && !Text->trim().empty();
}

/// What is wrong with an entry; empty if nothing.
static std::string wrongWith(const llvm::json::Value &Entry) {
  const llvm::json::Object *Keys = Entry.getAsObject();
  if (!Keys)
    return "is no object";
  for (const llvm::StringRef Key : {"file", "directory"})
    if (!isText(Keys->get(Key)))
      return ("has no '" + Key + "'").str();
  if (isText(Keys->get("command")))
    return "";
  const llvm::json::Array *Arguments = Keys->getArray("arguments");
  if (!Arguments || Arguments->empty())
    return "has neither a 'command' nor 'arguments'";
  for (const llvm::json::Value &Argument : *Arguments)
    if (!Argument.getAsString())
      return "has 'arguments' that are no strings";
  return "";
}

/// "entry 3 (a.c)", counted from 1 as a person does.
static std::string nameOf(const llvm::json::Value &Entry, size_t Number) {
  std::string Result = "entry " + std::to_string(Number);
  if (const llvm::json::Object *Keys = Entry.getAsObject())
    if (const auto File = Keys->getString("file"))
      Result += " (" + File->str() + ")";
  return Result;
}

static void keepUsable(llvm::json::Array &Entries, CompileDatabase &Into) {
  llvm::json::Array Usable;
  for (size_t I = 0; I < Entries.size(); ++I) {
    const std::string Wrong = wrongWith(Entries[I]);
    if (Wrong.empty())
      Usable.push_back(std::move(Entries[I]));
    else
      Into.Problems.push_back({Into.File, 0,
                               nameOf(Entries[I], I + 1) + " " + Wrong +
                                   "; it is left out, let the build system "
                                   "write the file again"});
  }
  Entries = std::move(Usable);
}

static CompileDatabase unusable(CompileDatabase Database,
                                const llvm::Twine &Text) {
  Database.Problems.push_back(
      {Database.File, 0,
       (Text + "; let the build system write it again, or leave it out with "
               "--no-compile-database")
           .str()});
  return Database;
}

static CompileDatabase loadFile(llvm::StringRef File) {
  CompileDatabase Result;
  Result.File = realPath(File);
  const auto Text = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Text)
    return unusable(std::move(Result),
                    "cannot be read: " + Text.getError().message());
  if ((*Text)->getBuffer().trim().empty())
    return unusable(std::move(Result), "is empty");
  llvm::Expected<llvm::json::Value> Parsed =
      llvm::json::parse((*Text)->getBuffer());
  if (!Parsed)
    return unusable(std::move(Result),
                    "is no JSON: " + llvm::toString(Parsed.takeError()));
  llvm::json::Array *Entries = Parsed->getAsArray();
  if (!Entries)
    return unusable(std::move(Result), "is no list of compile commands");
  if (Entries->empty())
    return unusable(std::move(Result), "has no entries");
  keepUsable(*Entries, Result);
  if (Entries->empty())
    return unusable(std::move(Result), "has no usable entry");
  std::string Error;
  std::unique_ptr<CompilationDatabase> Base =
      JSONCompilationDatabase::loadFromBuffer(
          llvm::formatv("{0}", *Parsed).str(), Error,
          JSONCommandLineSyntax::AutoDetect);
  if (!Base)
    return unusable(std::move(Result), "cannot be used: " + Error);
  Result.Commands =
      inferTargetAndDriverMode(inferMissingCompileCommands(expandResponseFiles(
          std::move(Base), llvm::vfs::createPhysicalFileSystem())));
  return Result;
}

CompileDatabase loadCompileDatabase(llvm::StringRef Path) {
  llvm::SmallString<256> File(Path);
  if (llvm::sys::fs::is_directory(Path))
    llvm::sys::path::append(File, FileName);
  return loadFile(File);
}

CompileDatabase findCompileDatabase(llvm::StringRef Folder) {
  const std::string From = realPath(Folder);
  for (llvm::StringRef In = From; !In.empty();
       In = llvm::sys::path::parent_path(In)) {
    llvm::SmallString<256> File(In);
    llvm::sys::path::append(File, FileName);
    if (llvm::sys::fs::exists(File))
      return loadFile(File);
  }
  return {};
}

} // namespace immortal::project
