// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Options.h"
#include "Project/Paths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CommandLine.h"

using namespace llvm;

namespace immortal::migrate {

static constexpr char Overview[] =
    R"(Moves a CPython extension from private immortalization to the public call,
or says what is left and why.

PATHs are source files and folders. Their flags come from a compile database
(-p, or a compile_commands.json in a folder above), from Python interpreters
(--python), or stand after --. Without a PATH the whole compile database is
looked at.)";

static constexpr char MoreHelp[] = R"(
EXAMPLES:
  immortal-migrate -p build                     show what there is to do
  immortal-migrate -p build --fix               do it
  immortal-migrate --python python3.12 --python python3.15 src
  immortal-migrate -p build --python python3.14 --python python3.15 --free-threaded
  immortal-migrate -p build --shard 1/2 && immortal-migrate -p build --shard 2/2 &&
    immortal-migrate merge immortal-migrate-*-of-2.yaml

EXIT CODES:
  0 nothing left   1 findings   2 wrong usage or input   3 internal error
)";

namespace {
/// What is said on the command line about sources and checks. Registered while
/// it exists, so that other tools in the same program may have the same names.
struct SourceFlags {
  cl::OptionCategory Category{"immortal-migrate options"};
  cl::list<std::string> Paths{cl::Positional, cl::ZeroOrMore,
                              cl::desc("[PATH...] [-- FLAG...]"),
                              cl::cat(Category)};
  cl::opt<std::string> BuildFolder{
      "p", cl::value_desc("BUILD_DIR"), cl::cat(Category),
      cl::desc("folder of compile_commands.json, or that file; "
               "default: searched upwards from PATH")};
  cl::opt<bool> NoDatabase{
      "no-compile-database", cl::cat(Category),
      cl::desc("do not search for a compile_commands.json")};
  cl::list<std::string> Interpreters{
      "python", cl::value_desc("INTERPRETER"), cl::cat(Category),
      cl::desc("analyse with the headers of this Python, in place "
               "of those of the compile database; repeatable, all "
               "are analysed in one run")};
  cl::opt<bool> FreeThreaded{"free-threaded", cl::cat(Category),
                             cl::desc("analyse each --python from 3.13 on as a "
                                      "free-threaded build, too")};
  cl::list<std::string> Includes{"I", cl::Prefix, cl::value_desc("DIR"),
                                 cl::cat(Category),
                                 cl::desc("add a folder of headers")};
  cl::list<std::string> Defines{"D", cl::Prefix, cl::value_desc("NAME[=VALUE]"),
                                cl::cat(Category), cl::desc("define a macro")};
  cl::list<std::string> Standards{
      "std", cl::value_desc("STANDARD"), cl::cat(Category),
      cl::desc("standard of C or of C++ files; may be given for both")};
  cl::list<std::string> ExtraArgs{
      "extra-arg", cl::value_desc("FLAG"), cl::cat(Category),
      cl::desc("add a flag to every compile command")};
  cl::opt<std::string> Root{
      "root", cl::value_desc("DIR"), cl::cat(Category),
      cl::desc("the project's folder, outside of which nothing is edited; "
               "default: the folders given, or the current one")};
  cl::opt<unsigned> MaxFileSize{
      "max-file-size", cl::value_desc("MB"), cl::cat(Category),
      cl::init(project::Request::DefaultMaxFileSize),
      cl::desc("leave out sources that are larger (default: 64; 0: none)")};
  cl::opt<std::string> Checks{
      "checks", cl::value_desc("GLOBS"), cl::cat(Category),
      cl::desc("checks to switch on or off, as in clang-tidy: "
               "'-cpython-immortalize-unbounded'")};
  cl::list<std::string> CheckOptions{
      "check-option", cl::value_desc("KEY=VALUE"), cl::cat(Category),
      cl::desc("an option of the checks, such as MinimumPython, "
               "Builds, ModelFiles, OnRefusal or ReportUnknown; "
               "'check.KEY=VALUE' for one check")};
  cl::extrahelp AtEnd{MoreHelp};

  llvm::Error fillChecks(project::CheckSettings &Into);
  void fillWhere(project::Request &Into, bool HasFlags);
};
} // namespace

static void printVersion(raw_ostream &Out) {
  Out << "immortal-migrate " << IMMORTAL_TIDY_VERSION << " (LLVM "
      << LLVM_VERSION_STRING << ")\n";
}

Error SourceFlags::fillChecks(project::CheckSettings &Into) {
  Into.Checks = Checks;
  if (!project::hasChecks(Into))
    return createStringError(inconvertibleErrorCode(),
                             "no check is left with --checks=" + Checks +
                                 "; they are called cpython-*");
  for (const std::string &Option : CheckOptions)
    if (Error Wrong = project::addOption(Into, Option))
      return Wrong;
  return Error::success();
}

void SourceFlags::fillWhere(project::Request &Into, bool HasFlags) {
  Into.Paths = Paths;
  Into.BuildFolder = BuildFolder;
  Into.SearchDatabase = !HasFlags && !NoDatabase;
  Into.Root = Root;
  Into.MaxFileSize = MaxFileSize;
  for (const std::string &Folder : Includes)
    Into.Extra.Includes.push_back(project::realPath(Folder));
  Into.Extra.Defines = Defines;
  Into.Extra.Standards = Standards;
  Into.Extra.Arguments.insert(Into.Extra.Arguments.begin(), ExtraArgs.begin(),
                              ExtraArgs.end());
}

/// An option of \p Category that the command line has; empty if there is none.
static StringRef givenOf(const cl::OptionCategory &Category) {
  StringRef First;
  for (const auto &Entry : cl::getRegisteredOptions())
    if (Entry.second->getNumOccurrences() &&
        is_contained(Entry.second->Categories, &Category) &&
        (First.empty() || Entry.second->ArgStr < First))
      First = Entry.second->ArgStr;
  return First;
}

/// Fills the flags that exist with what \p Words say.
static Error readWords(ArrayRef<const char *> Words) {
  std::string Wrong;
  raw_string_ostream Errors(Wrong);
  if (cl::ParseCommandLineOptions(static_cast<int>(Words.size()), Words.data(),
                                  Overview, &Errors))
    return Error::success();
  return createStringError(inconvertibleErrorCode(),
                           StringRef(Errors.str()).rtrim().split(": ").second);
}

Expected<Options> parseOptions(int Argc, const char *const *Argv) {
  const auto Usage = [](const Twine &Text) {
    return createStringError(inconvertibleErrorCode(), Text);
  };
  const ArrayRef<const char *> All(Argv, Argc);
  const auto *const Dashes = llvm::find(All, StringRef("--"));
  Options Result;
  Result.HasFlags = Dashes != All.end();
  if (Result.HasFlags)
    Result.Where.Extra.Arguments.assign(Dashes + 1, All.end());

  SourceFlags From;
  RunFlags Work;
  ReportFlags Reports;
  FixFlags Fixes;
  cl::HideUnrelatedOptions(
      {&From.Category, &Work.Category, &Fixes.Category, &Reports.Category});
  cl::SetVersionPrinter(printVersion);
  std::vector<const char *> Words(All.begin(), Dashes);
  Result.IsMerge = Words.size() > 1 && Words[1] == StringRef("merge");
  if (Result.IsMerge)
    Words.erase(Words.begin() + 1);
  if (Error Wrong = readWords(Words))
    return Wrong;
  Expected<ReportOptions> Outputs = Reports.parsed();
  if (!Outputs)
    return Outputs.takeError();
  Result.Reports = std::move(*Outputs);
  Expected<FixOptions> Asked = Fixes.parsed();
  if (!Asked)
    return Asked.takeError();
  Result.Fixes = std::move(*Asked);
  Expected<WorkOptions> Effort = Work.parsed();
  if (!Effort)
    return Effort.takeError();
  Result.Work = std::move(*Effort);
  if (Result.IsMerge &&
      (From.Paths.empty() || Result.HasFlags ||
       !givenOf(From.Category).empty() || !Result.Work.ShardFile.empty()))
    return Usage("merge takes the files that --shard wrote, and options for "
                 "reports and fixes; all else was said when they were made");
  if (const StringRef Later = givenOf(Reports.Category).empty()
                                  ? givenOf(Fixes.Category)
                                  : givenOf(Reports.Category);
      !Later.empty() && !Result.Work.ShardFile.empty())
    return Usage("--shard only writes what its part says; give --" + Later +
                 " to the 'immortal-migrate merge' of all parts");
  if (From.FreeThreaded && From.Interpreters.empty())
    return Usage("--free-threaded needs a --python to take headers from");
  if (Result.HasFlags && (From.Paths.empty() || !From.BuildFolder.empty()))
    return Usage("flags after -- are for sources that are named; name them, "
                 "and leave -p out");
  From.fillWhere(Result.Where, Result.HasFlags);
  Result.Pythons = From.Interpreters;
  Result.FreeThreaded = From.FreeThreaded;
  Result.Fixes.How.Jobs = Result.Work.Run.Jobs;
  if (Error Bad = From.fillChecks(Result.Checks))
    return std::move(Bad);
  return Result;
}

} // namespace immortal::migrate
