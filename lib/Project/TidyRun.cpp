// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/TidyRun.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include <clang-tidy/ClangTidy.h>
#include <clang-tidy/ClangTidyModule.h>
#include <map>
#include <set>

using namespace clang::tidy;
using clang::tooling::CommandLineArguments;
using clang::tooling::CompileCommand;

namespace immortal::project {

namespace {
/// A database that knows one command.
class OneCommand : public clang::tooling::CompilationDatabase {
public:
  explicit OneCommand(const CompileCommand &Command) : Command(Command) {}

  std::vector<CompileCommand>
  getCompileCommands(llvm::StringRef File) const override {
    return {Command};
  }

private:
  const CompileCommand &Command;
};

class Action : public clang::ASTFrontendAction {
public:
  explicit Action(ClangTidyASTConsumerFactory &Checks) : Checks(Checks) {}

protected:
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    llvm::StringRef File) override {
    return Checks.createASTConsumer(Compiler, File);
  }

private:
  ClangTidyASTConsumerFactory &Checks;
};

class ActionFactory : public clang::tooling::FrontendActionFactory {
public:
  ActionFactory(ClangTidyContext &Context,
                llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> Files)
      : Checks(Context, std::move(Files)) {}

  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<Action>(Checks);
  }

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation,
                     clang::FileManager *Files,
                     std::shared_ptr<clang::PCHContainerOperations> PCH,
                     clang::DiagnosticConsumer *Consumer) override {
    // In clang-tidy code is compiled with __clang_analyzer__.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    // Otherwise clang prints how many warnings there were.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files,
                                                std::move(PCH), Consumer);
  }

private:
  ClangTidyASTConsumerFactory Checks;
};
} // namespace

namespace {
/// Keeps a fix only if the check has the same one each time that it says the
/// same about a place, as in a header that is included twice: of such
/// diagnostics clang-tidy keeps the first.
class Consumer : public ClangTidyDiagnosticConsumer {
public:
  explicit Consumer(ClangTidyContext &Context)
      : ClangTidyDiagnosticConsumer(Context) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override {
    if (Info.hasSourceManager() && Info.getLocation().isValid()) {
      llvm::SmallString<128> Text;
      Info.FormatDiagnostic(Text);
      const clang::SourceManager &SM = Info.getSourceManager();
      Fixes[{SM.getFilename(SM.getFileLoc(Info.getLocation())).str(),
             SM.getFileOffset(SM.getFileLoc(Info.getLocation())),
             std::string(Text)}]
          .insert(fixOf(Info, SM));
    }
    ClangTidyDiagnosticConsumer::HandleDiagnostic(Level, Info);
  }

  std::vector<ClangTidyError> takeAgreed() {
    std::vector<ClangTidyError> Errors = take();
    for (ClangTidyError &Error : Errors) {
      const auto Known =
          Fixes.find({Error.Message.FilePath, Error.Message.FileOffset,
                      Error.Message.Message});
      if (Known != Fixes.end() && Known->second.size() > 1)
        Error.Message.Fix.clear();
    }
    return Errors;
  }

private:
  /// The edits as a text that is the same in all inclusions of a file.
  static std::string fixOf(const clang::Diagnostic &Info,
                           const clang::SourceManager &SM) {
    std::string Result;
    llvm::raw_string_ostream Out(Result);
    for (const clang::FixItHint &Edit : Info.getFixItHints()) {
      const clang::SourceLocation Begin = Edit.RemoveRange.getBegin();
      Out << SM.getFilename(Begin) << ':' << SM.getFileOffset(Begin) << ':'
          << SM.getFileOffset(Edit.RemoveRange.getEnd()) << ':'
          << Edit.CodeToInsert << '\n';
    }
    return Result;
  }

  std::map<std::tuple<std::string, unsigned, std::string>,
           std::set<std::string>>
      Fixes;
};
} // namespace

/// Adds the flags that .clang-tidy files say.
static CommandLineArguments withFlags(const CommandLineArguments &Line,
                                      const ClangTidyOptions &Options) {
  using namespace clang::tooling;
  CommandLineArguments Result = Line;
  if (Options.ExtraArgsBefore)
    Result = getInsertArgumentAdjuster(
        *Options.ExtraArgsBefore, ArgumentInsertPosition::BEGIN)(Result, "");
  if (Options.ExtraArgs)
    Result = getInsertArgumentAdjuster(*Options.ExtraArgs,
                                       ArgumentInsertPosition::END)(Result, "");
  return Result;
}

std::vector<ClangTidyError>
runChecks(ClangTidyContext &Context, const CompileCommand &Command,
          std::string File,
          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) {
  using namespace clang;
  auto Overlay =
      llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(std::move(Files));
  const OneCommand Commands(Command);
  tooling::ClangTool Tool(Commands, {std::move(File)},
                          std::make_shared<PCHContainerOperations>(), Overlay);
  Tool.appendArgumentsAdjuster(
      [&](const CommandLineArguments &Line, llvm::StringRef Name) {
        return withFlags(Line, Context.getOptionsForFile(Name));
      });
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());

  Consumer Said(Context);
#if CLANG_VERSION_MAJOR < 22
  DiagnosticsEngine Engine(new DiagnosticIDs, new DiagnosticOptions, &Said,
                           /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(&Engine);
#else
  auto Options = std::make_unique<DiagnosticOptions>();
  DiagnosticsEngine Engine(DiagnosticIDs::create(), *Options, &Said,
                           /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(Options), &Engine);
#endif
  Tool.setDiagnosticConsumer(&Said);
  Tool.setPrintErrorMessage(false);
  ActionFactory Factory(Context, Overlay);
  Tool.run(&Factory);
  return Said.takeAgreed();
}

} // namespace immortal::project
