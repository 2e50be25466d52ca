// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/UnitProblems.h"
#include "Project/DurableFile.h"
#include "Project/Paths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using clang::tooling::DiagnosticMessage;

namespace immortal::project {

using clang::tooling::Diagnostic;

namespace {
/// The same error in several configurations.
struct CompileError {
  std::string File;
  unsigned Line = 0;
  std::string Text;
  std::vector<std::string> Pythons;
};
} // namespace

static unsigned lineAt(llvm::StringRef Path, unsigned Offset) {
  const llvm::ErrorOr<std::string> Text = readBytes(Path);
  return Text ? llvm::StringRef(*Text).take_front(Offset).count('\n') + 1 : 0;
}

static CompileError describe(const Unit &Of, const Diagnostic &Error,
                             llvm::StringRef Root) {
  const DiagnosticMessage &At = Error.Message;
  CompileError Result{Of.File, 0, At.Message, {}};
  if (At.FilePath.empty())
    return Result;
  const std::string Path = realPath(At.FilePath, Error.BuildDirectory);
  const unsigned Line = lineAt(Path, At.FileOffset);
  if (Path == Of.File)
    Result.Line = Line;
  else
    Result.Text +=
        " (" + relativeTo(Path, Root).str() + ":" + std::to_string(Line) + ")";
  return Result;
}

static Problem problem(const CompileError &Error) {
  Problem Result{Error.File, Error.Line, "does not compile"};
  if (!Error.Pythons.empty())
    Result.Text += " with Python " + llvm::join(Error.Pythons, ", ");
  Result.Text += ": " + Error.Text;
  Result.Text += llvm::StringRef(Error.Text).contains("file not found")
                     ? "; name its folder with -I, or the build's flags with -p"
                     : "; nothing that it includes is fixed until it compiles";
  return Result;
}

void addUnitProblems(llvm::ArrayRef<Unit> Units,
                     llvm::ArrayRef<UnitResult> Results, Migration &Into) {
  std::vector<CompileError> Errors;
  for (size_t I = 0; I < Units.size(); ++I) {
    const Unit &Of = Units[I];
    const std::string Python = Into.Configurations.empty()
                                   ? ""
                                   : Into.Configurations[Of.Configuration];
    if (Results[I].Crashed)
      Into.Problems.push_back(
          {Of.File, 0,
           "the analysis crashed" +
               (Python.empty() ? "" : " with Python " + Python) +
               "; nothing is known about this file, please report it",
           /*Internal=*/true});
    const Diagnostic *Error = Results[I].firstError();
    if (!Error)
      continue;
    const CompileError New = describe(Of, *Error, Into.Root);
    auto Known = llvm::find_if(Errors, [&](const CompileError &E) {
      return E.File == New.File && E.Line == New.Line && E.Text == New.Text;
    });
    if (Known == Errors.end())
      Known = Errors.insert(Known, New);
    if (!Python.empty() && !llvm::is_contained(Known->Pythons, Python))
      Known->Pythons.push_back(Python);
  }
  llvm::transform(Errors, std::back_inserter(Into.Problems), problem);

  // Wrong options are said once, and not for each file.
  for (const UnitResult &Result : Results)
    for (const std::string &Wrong : Result.WrongSettings)
      if (llvm::none_of(Into.Problems,
                        [&](const Problem &P) { return P.Text == Wrong; }))
        Into.Problems.push_back({"", 0, Wrong});
}

} // namespace immortal::project
