// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Pythons.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Signals.h"

namespace immortal::project {

/// PEP 703: the first version with a free-threaded build.
static constexpr capi::Version FirstFreeThreaded = capi::py(3, 13);

/// Longer than any interpreter takes to start, also on a network disk.
static constexpr unsigned SecondsToAnswer = 60;

/// An interpreter that was unpacked and not installed names folders of the
/// machine it was built on: those below its own prefix are looked at, too.
/// Debian keeps pyconfig.h in a folder of the architecture, which the one
/// beside Python.h includes from their common parent.
static constexpr llvm::StringLiteral Question = R"py(
import json, os, sys, sysconfig
implementation = getattr(sys, "implementation", None)
value = sysconfig.get_config_var
name = "python%d.%d%s" % (sys.version_info[:2] + (getattr(sys, "abiflags", ""),))
folders = [sysconfig.get_path("include"), sysconfig.get_path("platinclude")]
for prefix in (sys.base_prefix, sys.prefix):
    folders += [os.path.join(prefix, "include", name), os.path.join(prefix, "include")]
found = []
for folder in folders:
    parent, last = os.path.split(folder)
    candidates = [folder]
    if value("MULTIARCH"):
        candidates.append(os.path.join(parent, value("MULTIARCH"), last))
    for candidate in candidates:
        if any(os.path.isfile(os.path.join(candidate, header))
               for header in ("Python.h", "pyconfig.h")):
            found.append(candidate)
            if candidate != folder and parent != "/usr/include":
                found.append(parent)
    if os.path.isfile(os.path.join(folder, "Python.h")):
        break
flags = " ".join(value(key) or "" for key in ("BASECFLAGS", "OPT", "CFLAGS")).split()
print(json.dumps({
    "implementation": implementation.name if implementation else "Python 2",
    "version": sys.hexversion,
    "searched": folders,
    "include": found,
    "defines": [flag[2:] for flag in flags if flag[:2] == "-D"],
    "free_threaded": bool(value("Py_GIL_DISABLED")),
    "debug": bool(value("Py_DEBUG")),
}))
)py";

static llvm::Error problem(llvm::StringRef Interpreter,
                           const llvm::Twine &Text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "'" + Interpreter + "' " + Text);
}

static std::string lastLine(llvm::StringRef Text) {
  return Text.rtrim().rsplit('\n').second.empty()
             ? Text.trim().str()
             : Text.rtrim().rsplit('\n').second.trim().str();
}

static std::string textOf(llvm::StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

/// What \p Interpreter prints when it runs \p Question.
static llvm::Expected<std::string> answerOf(llvm::StringRef Interpreter) {
  const llvm::ErrorOr<std::string> Program =
      llvm::sys::findProgramByName(Interpreter);
  if (!Program || !llvm::sys::fs::can_execute(*Program))
    return problem(Interpreter, "is no program; name a Python interpreter");
  llvm::SmallString<128> Output, Errors;
  if (const std::error_code Failed = llvm::sys::fs::createTemporaryFile(
          "immortal-migrate", "json", Output))
    return llvm::createStringError(
        Failed, "no temporary file can be made (%s); set TMPDIR",
        Failed.message().c_str());
  const llvm::FileRemover RemoveOutput(Output);
  if (const std::error_code Failed =
          llvm::sys::fs::createTemporaryFile("immortal-migrate", "txt", Errors))
    return llvm::createStringError(
        Failed, "no temporary file can be made (%s); set TMPDIR",
        Failed.message().c_str());
  const llvm::FileRemover RemoveErrors(Errors);
  // FileRemover does not run when somebody interrupts.
  llvm::sys::RemoveFileOnSignal(Output);
  llvm::sys::RemoveFileOnSignal(Errors);
  std::string Why;
  // -I: what lies in the current folder is not the interpreter's.
  const int Code = llvm::sys::ExecuteAndWait(
      *Program, {*Program, "-I", "-c", Question}, std::nullopt,
      {"", Output.str(), Errors.str()}, SecondsToAnswer, 0, &Why);
  if (Code == 0)
    return lastLine(textOf(Output));
  // What it says is better than what its exit code may mean.
  if (const std::string Said = lastLine(textOf(Errors)); !Said.empty())
    Why = Said;
  return problem(Interpreter,
                 "does not run (" +
                     (Why.empty() ? "exit code " + std::to_string(Code) : Why) +
                     "); name a working Python interpreter");
}

static std::vector<std::string> strings(const llvm::json::Object &From,
                                        llvm::StringRef Key) {
  std::vector<std::string> Result;
  if (const llvm::json::Array *Items = From.getArray(Key))
    for (const llvm::json::Value &Item : *Items)
      if (const auto Text = Item.getAsString();
          Text && !llvm::is_contained(Result, *Text))
        Result.push_back(Text->str());
  return Result;
}

static bool hasPythonHeader(llvm::StringRef Folder) {
  llvm::SmallString<256> Header(Folder);
  llvm::sys::path::append(Header, "Python.h");
  return llvm::sys::fs::exists(Header);
}

static void fill(Configuration &Into, const llvm::json::Object &From) {
  const auto Hex = static_cast<capi::Version>(*From.getInteger("version"));
  Into.Version = Hex;
  Into.FreeThreaded = From.getBoolean("free_threaded").value_or(false);
  Into.Name = std::to_string(Hex >> 24) + "." + std::to_string(Hex >> 16 & 255);
  if (Into.FreeThreaded)
    Into.Name += "t";
  if (From.getBoolean("debug").value_or(false))
    Into.Name += "d";
  for (const std::string &Define : strings(From, "defines"))
    // It warns where nothing is optimized, and nothing is here.
    if (!llvm::StringRef(Define).starts_with("_FORTIFY_SOURCE"))
      Into.ExtensionDefines.push_back(Define);
}

llvm::Expected<Configuration> askPython(llvm::StringRef Interpreter) {
  llvm::Expected<std::string> Answer = answerOf(Interpreter);
  if (!Answer)
    return Answer.takeError();
  llvm::Expected<llvm::json::Value> Parsed = llvm::json::parse(*Answer);
  const llvm::json::Object *Facts = Parsed ? Parsed->getAsObject() : nullptr;
  if (!Parsed)
    llvm::consumeError(Parsed.takeError());
  if (!Facts || !Facts->getInteger("version"))
    return problem(Interpreter, "does not answer as a Python does; name a "
                                "Python interpreter");
  if (const auto Kind = Facts->getString("implementation"); Kind != "cpython")
    return problem(Interpreter, "is " + Kind.value_or("no Python") +
                                    "; name a CPython 3, whose headers the "
                                    "project is analysed with");
  Configuration Result;
  Result.IncludeFolders = strings(*Facts, "include");
  if (llvm::none_of(Result.IncludeFolders, hasPythonHeader))
    return problem(Interpreter,
                   "has no Python.h in " +
                       llvm::join(strings(*Facts, "searched"), " or ") +
                       "; install its headers (python3-dev on Debian) or name "
                       "another interpreter");
  fill(Result, *Facts);
  return Result;
}

/// \p GIL, as its headers are in a free-threaded build.
static Configuration freeThreaded(Configuration GIL) {
  const size_t Digits = GIL.Name.find_last_of("0123456789") + 1;
  GIL.Name.insert(Digits, "t");
  GIL.FreeThreaded = true;
  GIL.Defines.push_back("Py_GIL_DISABLED=1");
  return GIL;
}

Pythons askPythons(llvm::ArrayRef<std::string> Interpreters,
                   bool AlsoFreeThreaded) {
  Pythons Result;
  const auto Add = [&](const Configuration &New, llvm::StringRef Interpreter) {
    const auto Known = llvm::find_if(
        Result.Found, [&](const auto &C) { return C.Name == New.Name; });
    if (Known == Result.Found.end())
      Result.Found.push_back(New);
    else if (Known->IncludeFolders != New.IncludeFolders)
      Result.Problems.push_back(("'" + Interpreter + "' is a second Python " +
                                 New.Name + "; give only one of them")
                                    .str());
  };
  for (const std::string &Interpreter : Interpreters) {
    llvm::Expected<Configuration> New = askPython(Interpreter);
    if (!New) {
      Result.Problems.push_back(llvm::toString(New.takeError()));
      continue;
    }
    Add(*New, Interpreter);
    if (AlsoFreeThreaded && !New->FreeThreaded &&
        *New->Version >= FirstFreeThreaded)
      Add(freeThreaded(*New), Interpreter);
  }
  return Result;
}

} // namespace immortal::project
