// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_DEPENDENCIES_H
#define IMMORTAL_TIDY_PROJECT_DEPENDENCIES_H

#include "Project/Lookups.h"
#include "clang/Tooling/CompilationDatabase.h"
#include <memory>
#include <optional>

namespace immortal::project {

/// Tells which files the preprocessor enters, by clang's dependency scanning:
/// it runs on the directives of a file alone, and reads a file once for all
/// translation units.
class Dependencies {
public:
  Dependencies();
  ~Dependencies();

  /// The files that \p Command makes the preprocessor enter, the source itself
  /// among them: absolute, clean, each once. nullopt if the preprocessor finds
  /// an error, or if files come in that it does not enter (a precompiled
  /// header, modules). Safe to call from several threads.
  std::optional<std::vector<std::string>>
  of(const clang::tooling::CompileCommand &Command);

  /// What was asked of the file system so far.
  const Lookups &lookups() const;

private:
  struct Scanners;
  std::unique_ptr<Scanners> Idle;
};

/// \p Command as clang's tools run it: without output, dependency files and
/// plugins, with clang's own headers.
clang::tooling::CompileCommand
toolCommand(clang::tooling::CompileCommand Command);

} // namespace immortal::project

#endif
