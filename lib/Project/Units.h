// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_UNITS_H
#define IMMORTAL_TIDY_PROJECT_UNITS_H

#include "Project/Flags.h"
#include "Project/Migration.h"

namespace immortal::project {

/// What a user says about where the code is.
struct Request {
  /// Files and folders; empty: all of the compile database.
  std::vector<std::string> Paths;
  /// Where the compile database is; empty: it is searched for.
  std::string BuildFolder;
  /// Whether a compile database that nobody named may be used.
  bool SearchDatabase = true;
  /// The project's folder; empty: found out.
  std::string Root;
  /// The size in MiB up to which a source is analysed; 0: any. Larger ones are
  /// data, for which clang takes minutes and gigabytes.
  unsigned MaxFileSize = DefaultMaxFileSize;
  ExtraFlags Extra;

  static constexpr unsigned DefaultMaxFileSize = 64;
};

/// One source file with the headers of one Python.
struct Unit {
  clang::tooling::CompileCommand Command;
  /// The real path of the source file.
  std::string File;
  /// Its place among the run's configurations.
  unsigned Configuration = 0;
};

/// The sources of a project.
struct Sources {
  std::string Root;
  /// One for each way in which a file is compiled, in the order of the request
  /// and of the compile database.
  std::vector<clang::tooling::CompileCommand> Commands;
  /// The compile database in use; empty if there is none.
  std::string Database;
  std::vector<Problem> Problems;
};

/// Finds the sources that \p Asked speaks of.
Sources findSources(const Request &Asked);

/// Whether \p Folder belongs to tools and not to the project: hidden folders
/// and virtual environments.
bool isForTools(llvm::StringRef Folder);

/// The work of a run, file by file; \p Pythons is not empty.
std::vector<Unit> makeUnits(const Sources &Found,
                            llvm::ArrayRef<Configuration> Pythons,
                            const ExtraFlags &Extra);

} // namespace immortal::project

#endif
