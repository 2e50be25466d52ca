// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_JUDGEOPTIONS_H
#define IMMORTAL_TIDY_CHECKS_JUDGEOPTIONS_H

#include "CAPI/ModelFile.h"
#include "Freshness/Freshness.h"
#include "Source/UserCode.h"
#include <clang-tidy/ClangTidyCheck.h>

namespace immortal::tidy {

/// Called with what is wrong with the value of an option.
using OnWrongOption = llvm::function_ref<void(const llvm::Twine &)>;

/// What all checks ask of the analysis, by their options. Each may be set once
/// for all checks, or for one.
struct JudgeOptions {
  /// The oldest Python of the project; that of the headers if unset.
  std::optional<capi::Version> MinimumPython;
  bool ForGIL = true;
  bool ForFreeThreaded = true;
  /// What the model files say.
  std::shared_ptr<const capi::Model> Rows;
  /// As the user wrote them.
  std::string MinimumPythonText, BuildsText = "both", ModelFilesText;

  bool operator==(const JudgeOptions &Other) const {
    return MinimumPythonText == Other.MinimumPythonText &&
           BuildsText == Other.BuildsText &&
           ModelFilesText == Other.ModelFilesText;
  }

  void store(const clang::tidy::ClangTidyCheck::OptionsView &View,
             clang::tidy::ClangTidyOptions::OptionMap &To) const;

  freshness::Options forAnalysis(const source::UserCode &Code) const;
};

/// The options in \p View, which belongs to the check \p Name.
JudgeOptions
judgeOptionsFrom(const clang::tidy::ClangTidyCheck::OptionsView &View,
                 llvm::StringRef Name, OnWrongOption Report);

/// The place of \p Value in \p Choices, an option's possible values; that of \p
/// Default, and a report, if it is none.
unsigned choiceOf(llvm::StringRef Value,
                  llvm::ArrayRef<llvm::StringRef> Choices,
                  llvm::StringRef Default, const llvm::Twine &Option,
                  OnWrongOption Report);

} // namespace immortal::tidy

#endif
