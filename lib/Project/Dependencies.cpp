// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Dependencies.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Path.h"
#include <mutex>
#if LLVM_VERSION_MAJOR >= 22
#include "clang/DependencyScanning/DependencyScanningService.h"
#include "clang/Tooling/DependencyScanningTool.h"
#else
#include "clang/Tooling/DependencyScanning/DependencyScanningService.h"
#include "clang/Tooling/DependencyScanning/DependencyScanningTool.h"
#endif

using clang::tooling::CompileCommand;

namespace immortal::project {

#if LLVM_VERSION_MAJOR >= 22
namespace scan = clang::dependencies;
using ScanningTool = clang::tooling::DependencyScanningTool;
#else
namespace scan = clang::tooling::dependencies;
using ScanningTool = scan::DependencyScanningTool;
#endif

/// What every thread shares, and the tools that no thread is using.
struct Dependencies::Scanners {
  scan::DependencyScanningService Service{
      scan::ScanningMode::DependencyDirectivesScan,
      scan::ScanningOutputFormat::Full, scan::ScanningOptimizations::None};
  Lookups Asked;
  std::mutex Lock;
  std::vector<std::unique_ptr<ScanningTool>> Tools;

  std::unique_ptr<ScanningTool> take() {
    const std::lock_guard<std::mutex> Guard(Lock);
    if (Tools.empty())
      return std::make_unique<ScanningTool>(Service, Asked.recorder());
    std::unique_ptr<ScanningTool> Tool = std::move(Tools.back());
    Tools.pop_back();
    return Tool;
  }

  void giveBack(std::unique_ptr<ScanningTool> Tool) {
    const std::lock_guard<std::mutex> Guard(Lock);
    Tools.push_back(std::move(Tool));
  }
};

Dependencies::Dependencies() : Idle(std::make_unique<Scanners>()) {}
Dependencies::~Dependencies() = default;

const Lookups &Dependencies::lookups() const { return Idle->Asked; }

CompileCommand toolCommand(CompileCommand Command) {
  using namespace clang::tooling;
  ArgumentsAdjuster Adjust =
      combineAdjusters(combineAdjusters(getClangStripOutputAdjuster(),
                                        getClangStripDependencyFileAdjuster()),
                       combineAdjusters(getStripPluginsAdjuster(),
                                        getClangSyntaxOnlyAdjuster()));
  Command.CommandLine = Adjust(Command.CommandLine, Command.Filename);
  return Command;
}

/// Whether files take part that the preprocessor does not enter itself.
static bool hasUnseenInputs(llvm::ArrayRef<std::string> Arguments) {
  return llvm::any_of(Arguments, [](llvm::StringRef Argument) {
    return Argument.starts_with("@") || Argument.starts_with("-include-pch") ||
           Argument.starts_with("-fmodule");
  });
}

static std::optional<scan::TranslationUnitDeps>
scanWith(ScanningTool &Tool, const CompileCommand &Command) {
  const llvm::DenseSet<scan::ModuleID> Seen;
  const auto NoOutput = [](const auto &, scan::ModuleOutputKind) {
    return std::string();
  };
#if LLVM_VERSION_MAJOR >= 22
  // The tool itself does not fail if a file is not found.
  clang::DiagnosticConsumer Counted;
  auto Found = Tool.getTranslationUnitDependencies(
      Command.CommandLine, Command.Directory, Counted, Seen, NoOutput);
  return Counted.getNumErrors() ? std::nullopt : std::move(Found);
#else
  auto Found = Tool.getTranslationUnitDependencies(
      Command.CommandLine, Command.Directory, Seen, NoOutput);
  if (Found)
    return std::move(*Found);
  llvm::consumeError(Found.takeError());
  return std::nullopt;
#endif
}

std::optional<std::vector<std::string>>
Dependencies::of(const CompileCommand &Command) {
  const CompileCommand Adjusted = toolCommand(Command);
  if (hasUnseenInputs(Adjusted.CommandLine))
    return std::nullopt;
  std::unique_ptr<ScanningTool> Tool = Idle->take();
  std::optional<scan::TranslationUnitDeps> Found = scanWith(*Tool, Adjusted);
  Idle->giveBack(std::move(Tool));
  if (!Found || !Found->ModuleGraph.empty() ||
      !Found->PrebuiltModuleDeps.empty())
    return std::nullopt;
  std::vector<std::string> Files;
  llvm::StringSet<> Known;
  for (const std::string &Name : Found->FileDeps) {
    llvm::SmallString<256> Path;
    if (!llvm::sys::path::is_absolute(Name))
      Path = Command.Directory;
    llvm::sys::path::append(Path, Name);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    if (Known.insert(Path).second)
      Files.push_back(std::string(Path));
  }
  return Files;
}

} // namespace immortal::project
