// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "InternalImmortalizationCheck.h"
#include "RefusalOption.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace immortal::tidy {

static constexpr llvm::StringLiteral DefaultCompatHeader = "py_immortal.h";
static constexpr llvm::StringLiteral NoCompatHeader = "none";

/// The values of the option CompatHeader.
static constexpr llvm::StringRef CompatHeaders[] = {
#define VENDORED_HEADER(Name, Guard) Name,
#include "CAPI/KnownFiles.def"
    NoCompatHeader};

ReportOptions
reportOptionsFrom(const clang::tidy::ClangTidyCheck::OptionsView &View,
                  JudgeOptions Judging, OnWrongOption Report) {
  constexpr llvm::StringLiteral Name = InternalImmortalizationCheck::CheckName;
  ReportOptions Result;
  Result.Judging = std::move(Judging);
  const llvm::StringRef Header = CompatHeaders[choiceOf(
      View.get("CompatHeader", DefaultCompatHeader), CompatHeaders,
      DefaultCompatHeader, Name + ".CompatHeader", Report)];
  if (Header != NoCompatHeader)
    Result.CompatHeader = Header.str();
  Result.Style = onRefusalFrom(View, Name, Report);
  return Result;
}

InternalImmortalizationCheck::InternalImmortalizationCheck(
    llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : UnitCheck(Name, Context),
      Reporting(
          reportOptionsFrom(Options, Judging, [this](const llvm::Twine &Wrong) {
            reportOption(Wrong);
          })) {}

void InternalImmortalizationCheck::storeOptions(
    clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  UnitCheck::storeOptions(Opts);
  Options.store(Opts, "CompatHeader",
                Reporting.CompatHeader.empty() ? NoCompatHeader.str()
                                               : Reporting.CompatHeader);
  Options.store(Opts, OnRefusalOption, nameOf(Reporting.Style));
}

void InternalImmortalizationCheck::checkUnit(ASTContext &Context) {
  if (skipped().isMissing("Python.h")) {
    const SourceManager &SM = Context.getSourceManager();
    diag(SM.getLocForStartOfFile(SM.getMainFileID()),
         "Python.h is not found, so nothing is checked here; add the folder of "
         "Python's headers to the compile commands, or name it behind '--': "
         "-- $(python3-config --includes)");
    return;
  }
  Report =
      ImmortalizationReport::of(unit(), preprocessor(), skipped(), Reporting);
  for (const Finding &F : Report->All)
    print(F);
}

} // namespace immortal::tidy
