// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "JudgeOptions.h"
#include "llvm/ADT/StringExtras.h"
#include <clang-tidy/utils/OptionsUtils.h>

using clang::tidy::ClangTidyCheck;
using clang::tidy::ClangTidyOptions;

namespace immortal::tidy {

void JudgeOptions::store(const ClangTidyCheck::OptionsView &View,
                         ClangTidyOptions::OptionMap &To) const {
  View.store(To, "MinimumPython", MinimumPythonText);
  View.store(To, "Builds", BuildsText);
  View.store(To, "ModelFiles", ModelFilesText);
}

freshness::Options
JudgeOptions::forAnalysis(const source::UserCode &Code) const {
  freshness::Options Result;
  Result.MinimumPython = MinimumPython.value_or(Code.pythonVersion());
  Result.ForGIL = ForGIL;
  Result.ForFreeThreaded = ForFreeThreaded;
  Result.Rows = Rows.get();
  return Result;
}

unsigned choiceOf(llvm::StringRef Value,
                  llvm::ArrayRef<llvm::StringRef> Choices,
                  llvm::StringRef Default, const llvm::Twine &Option,
                  OnWrongOption Report) {
  if (!llvm::is_contained(Choices, Value)) {
    Report("invalid value '" + Value + "' of option " + Option + "; write '" +
           llvm::join(Choices.drop_back(), "', '") + "' or '" + Choices.back() +
           "'");
    Value = Default;
  }
  return llvm::find(Choices, Value) - Choices.begin();
}

JudgeOptions judgeOptionsFrom(const ClangTidyCheck::OptionsView &View,
                              llvm::StringRef Name, OnWrongOption Report) {
  JudgeOptions Result;
  Result.MinimumPythonText = View.getLocalOrGlobal("MinimumPython", "").str();
  Result.MinimumPython = capi::parseVersion(Result.MinimumPythonText);
  if (!Result.MinimumPythonText.empty() && !Result.MinimumPython)
    Report("invalid value '" + Result.MinimumPythonText + "' of option " +
           Name + ".MinimumPython; write a version such as '3.13'");

  Result.BuildsText = View.getLocalOrGlobal("Builds", "both").str();
  const unsigned Builds =
      choiceOf(Result.BuildsText, {"gil", "free-threaded", "both"}, "both",
               Name + ".Builds", Report);
  Result.ForGIL = Builds != 1;
  Result.ForFreeThreaded = Builds != 0;

  Result.ModelFilesText = View.getLocalOrGlobal("ModelFiles", "").str();
  if (Result.ModelFilesText.empty())
    return Result;
  auto Rows = std::make_shared<capi::Model>();
  for (llvm::StringRef Path :
       clang::tidy::utils::options::parseStringList(Result.ModelFilesText))
    if (llvm::Error Wrong = Rows->addFile(Path))
      Report(llvm::toString(std::move(Wrong)));
  Result.Rows = std::move(Rows);
  return Result;
}

} // namespace immortal::tidy
