// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A whole project in one go.

#include "Project/Analyzer.h"
#include "clang/Tooling/CommonOptionsParser.h"

using namespace immortal;

int main(int Argc, const char **Argv) {
  llvm::cl::OptionCategory Category("immortal-migrate");
  auto Parser =
      clang::tooling::CommonOptionsParser::create(Argc, Argv, Category);
  if (!Parser) {
    llvm::errs() << llvm::toString(Parser.takeError());
    return 2;
  }
  clang::tidy::ClangTidyOptions Overrides;
  Overrides.Checks = "-*,cpython-*,clang-diagnostic-*";
  const project::Analyzer Analyze(std::move(Overrides));
  bool Found = false;
  for (const std::string &File : Parser->getSourcePathList())
    for (const auto &Command :
         Parser->getCompilations().getCompileCommands(File))
      for (const auto &Finding :
           Analyze.analyze(Command, llvm::vfs::createPhysicalFileSystem())
               .Findings) {
        Found = true;
        llvm::outs() << Finding.Message.FilePath << ": "
                     << Finding.Message.Message << " ["
                     << Finding.DiagnosticName << "]\n";
      }
  return Found ? 1 : 0;
}
