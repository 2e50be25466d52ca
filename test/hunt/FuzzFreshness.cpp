// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// All checks over a source that libFuzzer makes up. Whatever is first in the
// file says what it is: "// c++" or C, "// 3.13" or 3.15.
//
// The headers stand in memory and are short: the real ones take a hundred times
// as long as what is looked for. Nothing here is about what the checks find.

#include "Project/TidyRun.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <clang-tidy/ClangTidyOptions.h>
#include <cstdlib>

using namespace clang::tidy;
using llvm::vfs::InMemoryFileSystem;

static constexpr size_t MostBytes = 16 * 1024;

static const char Headers[] =
#include "FuzzHeaders.inc"
    ;

/// A declaration for each function of the tables, whatever its arguments are.
static std::string functions() {
  std::string Result;
#define FUNCTION(Name, What, ...)                                              \
  /* Sources declare the private ones by hand. */                              \
  if (!llvm::StringRef(Name).starts_with("_Py_SetImmortal"))                   \
    Result += "PY_FUNCTION(PY_RETURNS_" #What ", " Name ")\n";
#include "CAPI/Functions.def"
  return Result;
}

static llvm::IntrusiveRefCntPtr<InMemoryFileSystem>
files(llvm::StringRef Text, llvm::StringRef File, bool IsOld) {
  auto Files = llvm::makeIntrusiveRefCnt<InMemoryFileSystem>();
  const auto Add = [&](llvm::StringRef Name, llvm::StringRef Content) {
    Files->addFile(Name, 0, llvm::MemoryBuffer::getMemBufferCopy(Content));
  };
  Files->setCurrentWorkingDirectory("/code");
  Add(File, Text);
  static const std::string Declared = functions();
  Add("/python/functions.h", Declared);
  static const auto Compatibility =
      llvm::MemoryBuffer::getFile(IMMORTAL_TIDY_HEADER);
  if (Compatibility)
    Add("/include/py_immortal.h", (*Compatibility)->getBuffer());
  // "== NAME ==\n" and the header.
  for (llvm::StringRef Rest = Headers; !Rest.empty();) {
    llvm::StringRef Name, Content;
    std::tie(Name, Rest) = Rest.split(" ==\n");
    std::tie(Content, Rest) = Rest.split("\n== ");
    Name.consume_front("== ");
    Add(Name, Content);
  }
  Add("/python/patchlevel.h",
      IsOld
          ? "#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION 13\n"
            "#define PY_MICRO_VERSION 1\n#define PY_RELEASE_LEVEL 15\n"
            "#define PY_RELEASE_SERIAL 0\n#define PY_VERSION_HEX 0x030D01F0\n"
          : "#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION 15\n"
            "#define PY_MICRO_VERSION 2\n#define PY_RELEASE_LEVEL 15\n"
            "#define PY_RELEASE_SERIAL 0\n#define PY_VERSION_HEX 0x030F02F0\n");
  return Files;
}

/// What clang does without the checks: a crash that is there as well is
/// clang's.
static void parse(const clang::tooling::CompileCommand &Command,
                  llvm::StringRef File,
                  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) {
  const clang::tooling::FixedCompilationDatabase None("/code", {});
  auto Overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Files);
  clang::tooling::ClangTool Tool(
      None, {File.str()}, std::make_shared<clang::PCHContainerOperations>(),
      Overlay);
  Tool.clearArgumentsAdjusters();
  Tool.appendArgumentsAdjuster(
      [&](const clang::tooling::CommandLineArguments &, llvm::StringRef) {
        return Command.CommandLine;
      });
  Tool.appendArgumentsAdjuster(clang::tooling::getClangSyntaxOnlyAdjuster());
  clang::IgnoringDiagConsumer Ignore;
  Tool.setDiagnosticConsumer(&Ignore);
  Tool.setPrintErrorMessage(false);
  Tool.run(clang::tooling::newFrontendActionFactory<clang::SyntaxOnlyAction>()
               .get());
}

static void run(llvm::StringRef Text) {
  const llvm::StringRef First =
      Text.take_until([](char C) { return C == '\n'; });
  const bool IsCxx = First.contains("c++"), IsOld = First.contains("3.13");
  const std::string File = IsCxx ? "/code/case.cpp" : "/code/case.c";
  const auto Files = files(Text, File, IsOld);
  clang::tooling::CompileCommand Command;
  Command.Directory = "/code";
  Command.Filename = File;
  Command.CommandLine = {"clang", IsCxx ? "-std=c++17" : "-std=gnu17", "-w",
                         "-ferror-limit=0", "-nostdinc", "-nostdinc++",
                         "-I/python", "-I/include",
                         // Depth is clang's own matter.
                         "-ftemplate-depth=64", "-fbracket-depth=128",
                         "-fconstexpr-steps=10000", File};
  static const bool IsParsedOnly = std::getenv("IMMORTAL_FUZZ_PARSE_ONLY");
  if (IsParsedOnly)
    return parse(Command, File, Files);
  ClangTidyGlobalOptions Global;
  ClangTidyOptions Options = ClangTidyOptions::getDefaults();
  Options.Checks = "-*,cpython-*";
  ClangTidyContext Context(
      std::make_unique<DefaultOptionsProvider>(Global, Options));
  const auto Said = immortal::project::runChecks(Context, Command, File, Files);
  // To see that there is something to find.
  static const bool IsPrinted = std::getenv("IMMORTAL_FUZZ_PRINT");
  if (IsPrinted)
    for (const ClangTidyError &Each : Said)
      llvm::errs() << Each.DiagnosticName << ": " << Each.Message.FilePath
                   << ": " << Each.Message.Message << "\n";
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  const llvm::StringRef Text(reinterpret_cast<const char *>(Data), Size);
  // A NUL ends no file of anybody's.
  if (Size > MostBytes || Text.contains('\0'))
    return -1;
  run(Text);
  return 0;
}
