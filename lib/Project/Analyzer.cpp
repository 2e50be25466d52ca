// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Analyzer.h"
#include "ImmortalizeNotFreshCheck.h"
#include "Project/Paths.h"
#include "Project/TidyRun.h"
#include "clang/Basic/Version.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SaveAndRestore.h"
#include <clang-tidy/ClangTidy.h>

using namespace clang::tidy;
using clang::tooling::CompileCommand;
using NotFresh = immortal::tidy::ImmortalizeNotFreshCheck;

namespace immortal::project {

static constexpr llvm::StringLiteral OwnPrefix = "cpython-";
static constexpr llvm::StringLiteral OwnChecks = "cpython-*";
/// Where clang-tidy divides a list of checks.
static constexpr llvm::StringLiteral GlobSeparators = ",\n";

namespace {
/// .clang-tidy files, as far as they speak of our checks.
class OptionsProvider : public FileOptionsProvider {
public:
  OptionsProvider(const ClangTidyOptions &Defaults,
                  const ClangTidyOptions &Overrides,
                  const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
                  llvm::StringRef ModelFile)
      : FileOptionsProvider({}, Defaults, Overrides, Files),
        ModelFile(ModelFile) {}

  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override {
    std::vector<OptionsSource> Sources =
        FileOptionsProvider::getRawOptions(File);
    for (OptionsSource &Source : llvm::drop_begin(Sources)) {
      if (Source.first.Checks)
        Source.first.Checks = ours(*Source.first.Checks);
      Source.first.WarningsAsErrors = std::nullopt;
    }
    if (!ModelFile.empty())
      addModelFile(Sources);
    return Sources;
  }

private:
  /// In front of the user's, wherever they are named: a later row wins.
  void addModelFile(std::vector<OptionsSource> &Sources) const {
    static constexpr llvm::StringLiteral Key = "ModelFiles";
    Sources.front().first.CheckOptions.try_emplace(Key, "");
    for (OptionsSource &Source : Sources)
      for (auto &Option : Source.first.CheckOptions)
        if (Option.getKey().rsplit('.').second == Key || Option.getKey() == Key)
          Option.getValue().Value = ModelFile + ";" + Option.getValue().Value;
  }

  static std::string ours(llvm::StringRef Globs) {
    llvm::SmallVector<llvm::StringRef, 16> All, Kept;
    llvm::SplitString(Globs, All, GlobSeparators);
    for (const llvm::StringRef Glob : All) {
      llvm::StringRef Name = Glob.trim();
      Name.consume_front("-");
      if (Name.starts_with(OwnPrefix))
        Kept.push_back(Glob);
    }
    return llvm::join(Kept, ",");
  }

  const std::string ModelFile;
};
} // namespace

const clang::tooling::Diagnostic *UnitResult::firstError() const {
  const auto Found =
      llvm::find_if(Compiler, [](const clang::tooling::Diagnostic &D) {
        return D.DiagLevel == clang::tooling::Diagnostic::Error;
      });
  return Found == Compiler.end() ? nullptr : &*Found;
}

/// "*" means our checks: there are no others.
static std::string expanded(llvm::StringRef Globs) {
  std::vector<std::string> Result;
  llvm::SmallVector<llvm::StringRef, 16> All;
  llvm::SplitString(Globs, All, GlobSeparators);
  for (llvm::StringRef Glob : All) {
    Glob = Glob.trim();
    Result.push_back(Glob == "*"    ? OwnChecks.str()
                     : Glob == "-*" ? ("-" + OwnChecks).str()
                                    : Glob.str());
  }
  return llvm::join(Result, ",");
}

static ClangTidyOptions withChecks(llvm::StringRef Globs) {
  ClangTidyOptions Result;
  Result.Checks = Globs.str();
  return Result;
}

bool hasChecks(const CheckSettings &Settings) {
  const ClangTidyOptions Options =
      withChecks((OwnChecks + "," + expanded(Settings.Checks)).str());
#if CLANG_VERSION_MAJOR < 22
  return !getCheckNames(Options, false).empty();
#else
  return !getCheckNames(Options, false, false).empty();
#endif
}

static ClangTidyOptions::OptionMap knownOptions() {
#if CLANG_VERSION_MAJOR < 22
  return getCheckOptions(withChecks(OwnChecks), false);
#else
  return getCheckOptions(withChecks(OwnChecks), false, false);
#endif
}

llvm::Error addOption(CheckSettings &Into, llvm::StringRef Option) {
  const auto [Key, Value] = Option.split('=');
  bool Any = false;
  std::vector<std::string> Names;
  for (const auto &Known : knownOptions()) {
    const llvm::StringRef Name = Known.getKey();
    if (!Name.starts_with(OwnPrefix))
      continue;
    Names.push_back(Name.split('.').second.str());
    if (Key != Name && Key != Name.split('.').second)
      continue;
    Any = true;
    Into.Options[Name] = ClangTidyOptions::ClangTidyValue(Value);
  }
  llvm::sort(Names);
  Names.erase(llvm::unique(Names), Names.end());
  if (!Any || !Option.contains('='))
    return llvm::createStringError(
        llvm::inconvertibleErrorCode(),
        "'" + Option + "' sets no option of the checks; write KEY=VALUE with " +
            llvm::join(Names, ", "));
  return llvm::Error::success();
}

Analyzer::Analyzer(CheckSettings Settings)
    : Defaults(ClangTidyOptions::getDefaults()) {
  Defaults.Checks =
      (OwnChecks + ",clang-diagnostic-*," + UnitFactsCheckName).str();
  Defaults.HeaderFilterRegex = ".*";
  if (!Settings.OldestPython.empty())
    Defaults.CheckOptions["MinimumPython"] =
        ClangTidyOptions::ClangTidyValue(Settings.OldestPython);
  if (!Settings.Checks.empty())
    Overrides.Checks = expanded(Settings.Checks);
  Overrides.CheckOptions = std::move(Settings.Options);
}

ClangTidyOptions Analyzer::settingsFor(llvm::StringRef File) const {
  return OptionsProvider(Defaults, Overrides, nullptr, "").getOptions(File);
}

CompileCommand parsedCommand(CompileCommand Command,
                             const ClangTidyOptions &Settings) {
  using namespace clang::tooling;
  const auto Insert = [&](const CommandLineArguments &Extra,
                          ArgumentInsertPosition Where) {
    Command.CommandLine = getInsertArgumentAdjuster(Extra, Where)(
        Command.CommandLine, Command.Filename);
  };
  if (Settings.ExtraArgsBefore)
    Insert(*Settings.ExtraArgsBefore, ArgumentInsertPosition::BEGIN);
  if (Settings.ExtraArgs)
    Insert(*Settings.ExtraArgs, ArgumentInsertPosition::END);
  Insert({"-D__clang_analyzer__=1"}, ArgumentInsertPosition::END);
  return Command;
}

/// Makes \p Strongest ask for unknown verdicts. The result: whether \p User
/// does, or writes nonsense, which has to be said.
static bool switchOnDoubts(const ClangTidyOptions &User,
                           ClangTidyOptions &Strongest) {
  const std::string Key = (NotFresh::CheckName + ".ReportUnknown").str();
  const auto Asked = User.CheckOptions.find(Key);
  if (Asked != User.CheckOptions.end() && Asked->second.Value != "false")
    return true;
  Strongest.CheckOptions[Key] = ClangTidyOptions::ClangTidyValue("true");
  return false;
}

static bool isDoubt(const ClangTidyError &Error) {
  return Error.DiagnosticName == NotFresh::CheckName &&
         llvm::StringRef(Error.Message.Message)
             .contains(NotFresh::UnknownPhrase);
}

UnitResult
Analyzer::run(const CompileCommand &Command,
              const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
              ClangTidyOptions Strongest, llvm::StringRef ModelFile) const {
  UnitResult Result;
  llvm::SaveAndRestore<UnitFacts *> Here(UnitFactsHere, &Result.Facts);
  const std::string File = realPath(Command.Filename, Command.Directory);
  const ClangTidyOptions User =
      OptionsProvider(Defaults, Strongest, Files, "").getOptions(File);
  const bool AsksForDoubts = switchOnDoubts(User, Strongest);
  // clang-tidy 19 would take the filter of the working folder's configuration.
  Strongest.HeaderFilterRegex = User.HeaderFilterRegex;
  ClangTidyContext Context(
      std::make_unique<OptionsProvider>(Defaults, Strongest, Files, ModelFile));
  const std::vector<ClangTidyError> Errors =
      runChecks(Context, Command, File, Files);
  for (const ClangTidyError &Error : Errors) {
    const llvm::StringRef Name = Error.DiagnosticName;
    if (Name == "clang-tidy-config")
      Result.WrongSettings.push_back(Error.Message.Message);
    else if (!AsksForDoubts && isDoubt(Error))
      Result.Doubts.push_back(Error);
    else if (Name.starts_with(OwnPrefix))
      Result.Findings.push_back(Error);
    else
      Result.Compiler.push_back(Error);
  }
  return Result;
}

UnitResult
Analyzer::analyze(const CompileCommand &Command,
                  const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
                  llvm::StringRef ModelFile) const {
  return run(Command, Files, Overrides, ModelFile);
}

std::vector<std::string>
Analyzer::wrongSettingsFor(llvm::StringRef File) const {
  // An empty file is enough to make the checks.
  const auto Empty = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Empty->addFile(File, 0, llvm::MemoryBuffer::getMemBuffer(""));
  const auto Files = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
      llvm::vfs::createPhysicalFileSystem());
  Files->pushOverlay(Empty);
  const CompileCommand Command(llvm::sys::path::parent_path(File), File,
                               {"clang", "-fsyntax-only", File.str()}, "");
  return run(Command, Files, Overrides, "").WrongSettings;
}

UnitResult Analyzer::describeFunctions(
    const CompileCommand &Command,
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files,
    const llvm::StringSet<> &Functions) const {
  llvm::SaveAndRestore<const llvm::StringSet<> *> Asked(AskedFunctions,
                                                        &Functions);
  ClangTidyOptions Strongest = Overrides;
  Strongest.Checks = "-" + OwnChecks.str();
  return run(Command, Files, Strongest, "");
}

} // namespace immortal::project
