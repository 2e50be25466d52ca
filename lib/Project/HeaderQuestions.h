// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_HEADERQUESTIONS_H
#define IMMORTAL_TIDY_PROJECT_HEADERQUESTIONS_H

#include <memory>
#include <string>
#include <vector>

namespace clang {
class PPCallbacks;
class Preprocessor;
} // namespace clang

namespace immortal::project {

/// Whether there are files that a translation unit asked for by __has_include,
/// and need not include: absolute paths.
struct HeaderQuestions {
  std::vector<std::string> Found;
  /// Where there is nothing: all paths that would have been an answer.
  std::vector<std::string> Missed;
  /// Not all answers are known: it asked for other data than headers.
  bool AreIncomplete = false;

  /// Whether the answers are still the same.
  bool haveSameAnswers() const;
};

/// Adds the questions of a run of \p PP to \p Into.
std::unique_ptr<clang::PPCallbacks>
recordHeaderQuestions(clang::Preprocessor &PP,
                      std::shared_ptr<HeaderQuestions> Into);

} // namespace immortal::project

#endif
