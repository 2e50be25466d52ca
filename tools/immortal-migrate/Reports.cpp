// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Reports.h"
#include "Project/Baseline.h"
#include "Project/HtmlReport.h"
#include "Project/JsonReport.h"
#include "Project/OutputFile.h"
#include "Project/SarifReport.h"
#include "Project/Tally.h"
#include "Project/TextReport.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

namespace immortal::migrate {

using namespace llvm;

/// LLVM has a --color of its own, which takes other words.
static StringRef takeColorOption() {
  if (cl::Option *Theirs = cl::getRegisteredOptions().lookup("color"))
    Theirs->removeArgument();
  return "color";
}

ReportFlags::ReportFlags()
    : Category("reports ('-' is standard output)"),
      Sarif("sarif", cl::value_desc("FILE"), cl::cat(Category),
            cl::desc("write SARIF 2.1.0, for code scanning")),
      Json("json", cl::value_desc("FILE"), cl::cat(Category),
           cl::desc("write everything as JSON")),
      Html("report", cl::value_desc("FILE"), cl::cat(Category),
           cl::desc("write one HTML page that needs nothing else")),
      CodeQuality("code-quality", cl::value_desc("FILE"), cl::cat(Category),
                  cl::desc("write GitLab's Code Quality format")),
      Baseline("baseline", cl::value_desc("FILE"), cl::cat(Category),
               cl::desc("accept the findings that FILE names")),
      WriteBaseline("write-baseline", cl::value_desc("FILE"), cl::cat(Category),
                    cl::desc("name all findings in FILE, and accept them")),
      Color(takeColorOption(), cl::cat(Category), cl::init(Colors::Auto),
            cl::desc("colours in the text"),
            cl::values(clEnumValN(Colors::Auto, "auto",
                                  "on a terminal, unless NO_COLOR is set"),
                       clEnumValN(Colors::Always, "always", "always"),
                       clEnumValN(Colors::Never, "never", "never"))) {}

Expected<ReportOptions> ReportFlags::parsed() const {
  unsigned OnStandardOutput = 0;
  for (const File *Output :
       {&Sarif, &Json, &Html, &CodeQuality, &WriteBaseline}) {
    if (Output->getNumOccurrences() && Output->empty())
      return createStringError(inconvertibleErrorCode(),
                               "--" + Output->ArgStr + " names no file");
    OnStandardOutput += *Output == "-";
  }
  if (OnStandardOutput > 1)
    return createStringError(inconvertibleErrorCode(),
                             "two reports go to standard output; name a file");
  return ReportOptions{Sarif,    Json,          Html, CodeQuality,
                       Baseline, WriteBaseline, Color};
}

static bool wantsColors(Colors Wanted, const raw_ostream &Out) {
  if (Wanted != Colors::Auto)
    return Wanted == Colors::Always;
  // https://no-color.org: any value but the empty one.
  return Out.has_colors() &&
         sys::Process::GetEnv("NO_COLOR").value_or("").empty();
}

static void compare(StringRef File, project::Migration &Result) {
  if (File.empty())
    return;
  Error Wrong = Error::success();
  if (auto Text = MemoryBuffer::getFileOrSTDIN(File, /*IsText=*/true))
    Wrong = joinErrors(std::move(Wrong),
                       project::applyBaseline((*Text)->getBuffer(), Result));
  else
    Wrong = joinErrors(std::move(Wrong), errorCodeToError(Text.getError()));
  if (Wrong)
    Result.Problems.push_back(
        {File.str(), 0,
         "the baseline cannot be used: " + toString(std::move(Wrong))});
}

namespace {
/// Writes reports, and remembers whether one could not be written.
class Outputs {
public:
  void add(StringRef File, function_ref<void(raw_ostream &)> Write) {
    if (File.empty())
      return;
    OnStandardOutput |= File == "-";
    if (Error Failure = project::writeOutput(File, Write)) {
      errs() << "immortal-migrate: error: " << toString(std::move(Failure))
             << '\n';
      Failed = true;
    }
  }

  void add(StringRef File, function_ref<json::Value()> Make) {
    add(File, [&](raw_ostream &Out) { Out << formatv("{0:2}\n", Make()); });
  }

  bool OnStandardOutput = false, Failed = false;
};
} // namespace

int report(const ReportOptions &Options, project::Migration &Result) {
  Outputs To;
  compare(Options.Baseline, Result);
  if (!Options.WriteBaseline.empty()) {
    json::Value Accepted = project::toBaseline(Result);
    To.add(Options.WriteBaseline, [&] { return std::move(Accepted); });
    if (!To.Failed)
      for (project::Finding &F : Result.Findings)
        F.Known = true;
  }
  To.add(Options.Sarif, [&] { return project::toSarif(Result); });
  To.add(Options.Json, [&] { return project::toJson(Result); });
  To.add(Options.CodeQuality, [&] { return project::toCodeQuality(Result); });
  To.add(Options.Html,
         [&](raw_ostream &Out) { project::writeHtml(Result, Out); });
  if (!To.OnStandardOutput) {
    outs().enable_colors(wantsColors(Options.Color, outs()));
    project::writeText(Result, outs());
    outs().flush();
  }
  errs().enable_colors(wantsColors(Options.Color, errs()));
  project::writeProblems(Result, errs());
  return To.Failed ? std::max(2, project::exitCode(Result))
                   : project::exitCode(Result);
}

} // namespace immortal::migrate
