// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Flags.h"
#include "Project/Paths.h"
#include "clang/Basic/Version.h"
#include "clang/Driver/Driver.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#if CLANG_VERSION_MAJOR < 22
#include "clang/Driver/Options.h"
namespace clang {
namespace options = driver::options;
using driver::getDriverOptTable;
} // namespace clang
#else
#include "clang/Options/Options.h"
#endif

using clang::tooling::CompileCommand;
using Arguments = std::vector<std::string>;

namespace immortal::project {

/// The macros by which the headers know what build they are for.
static constexpr llvm::StringLiteral BuildMacros[] = {"Py_GIL_DISABLED",
                                                      "Py_DEBUG"};

bool isCFile(llvm::StringRef Path) {
  return llvm::sys::path::extension(Path) == ".c";
}

bool isCxxFile(llvm::StringRef Path) {
  static constexpr llvm::StringLiteral Endings[] = {
      ".cc", ".cpp", ".cxx", ".c++", ".C", ".CC", ".CPP"};
  return llvm::is_contained(Endings, llvm::sys::path::extension(Path));
}

CompileCommand commandFor(llvm::StringRef File) {
  const std::string Compiler = isCxxFile(File) ? "clang++" : "clang";
  return {llvm::sys::path::parent_path(File),
          File,
          {Compiler, "-fsyntax-only", "--", File.str()},
          ""};
}

static bool holdsPython(llvm::StringRef Folder, llvm::StringRef Directory) {
  static constexpr llvm::StringLiteral Headers[] = {"Python.h", "patchlevel.h",
                                                    "pyconfig.h"};
  return llvm::any_of(Headers, [&](llvm::StringRef Header) {
    llvm::SmallString<256> Path(realPath(Folder, Directory));
    llvm::sys::path::append(Path, Header);
    return llvm::sys::fs::exists(Path);
  });
}

/// Whether \p Argument says which Python is in use.
static bool choosesPython(const llvm::opt::Arg &Argument,
                          llvm::StringRef Directory) {
  using namespace clang::options;
  const llvm::opt::Option &Option = Argument.getOption();
  if (Option.matches(OPT_D) || Option.matches(OPT_U))
    return llvm::is_contained(
        BuildMacros, llvm::StringRef(Argument.getValue()).split('=').first);
  return (Option.matches(OPT_I) || Option.matches(OPT_isystem) ||
          Option.matches(OPT_iquote) || Option.matches(OPT_idirafter) ||
          Option.matches(OPT_isystem_after) ||
          Option.matches(OPT_cxx_isystem)) &&
         holdsPython(Argument.getValue(), Directory);
}

/// Whether \p Argument is none of Clang's, or lets it stop at a warning.
static bool isInTheWay(const llvm::opt::Arg &Argument) {
  using namespace clang::options;
  const llvm::opt::Option &Option = Argument.getOption();
  if (Option.getKind() == llvm::opt::Option::UnknownClass ||
      Option.matches(OPT_pedantic_errors))
    return true;
  if (!Option.matches(OPT_W_Joined))
    return false;
  const llvm::StringRef Warning = Argument.getValue();
  return Warning == "error" || Warning.starts_with("error=");
}

/// The arguments of \p Command that stay; the compiler is always one.
static Arguments filtered(const CompileCommand &Command, bool ReplacePython) {
  std::vector<const char *> Rest;
  for (const std::string &Argument : llvm::drop_begin(Command.CommandLine))
    Rest.push_back(Argument.c_str());
  const llvm::StringRef Mode =
      clang::driver::getDriverMode(Command.CommandLine.front(), Rest);
  unsigned MissingIndex = 0, MissingCount = 0;
  const llvm::opt::InputArgList Parsed = clang::getDriverOptTable().ParseArgs(
      Rest, MissingIndex, MissingCount,
      llvm::opt::Visibility(clang::driver::IsClangCL(Mode)
                                ? clang::options::CLOption
                                : clang::options::ClangOption));
  // An argument reaches to where the next one begins.
  Arguments Result{Command.CommandLine.front()};
  const size_t Count = Parsed.size();
  std::vector<const llvm::opt::Arg *> All(Parsed.begin(), Parsed.end());
  for (size_t I = 0; I < Count; ++I) {
    if (isInTheWay(*All[I]) ||
        (ReplacePython && choosesPython(*All[I], Command.Directory)))
      continue;
    const size_t End = I + 1 < Count ? All[I + 1]->getIndex() : Rest.size();
    for (size_t At = All[I]->getIndex(); At < End; ++At)
      Result.push_back(Rest[At]);
  }
  return Result;
}

/// Whether C or C++ has the standard, as after -std=.
static bool fits(llvm::StringRef Standard, const CompileCommand &Command) {
  return Standard.contains("++") ? !isCFile(Command.Filename)
                                 : !isCxxFile(Command.Filename);
}

static Arguments added(const CompileCommand &Command,
                       const Configuration &Python, const ExtraFlags &Extra) {
  Arguments Result;
  const auto Add = [&](llvm::StringRef Option, const Arguments &Values) {
    for (const std::string &Value : Values)
      Result.push_back(Option.str() + Value);
  };
  Add("-I", Extra.Includes);
  Add("-I", Python.IncludeFolders);
  Add("-D", Python.Defines);
  Add("-D", Extra.Defines);
  for (const std::string &Standard : Extra.Standards)
    if (fits(Standard, Command))
      Result.push_back("-std=" + Standard);
  Add("", Extra.Arguments);
  return Result;
}

CompileCommand withFlags(CompileCommand Command, const Configuration &Python,
                         const ExtraFlags &Extra) {
  Arguments Line = filtered(Command, !Python.Name.empty());
  const Arguments New = added(Command, Python, Extra);
  // What follows "--" are files.
  Line.insert(llvm::find(Line, "--"), New.begin(), New.end());
  Command.CommandLine = std::move(Line);
  return Command;
}

} // namespace immortal::project
