// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_CONFIGURATION_H
#define IMMORTAL_TIDY_PROJECT_CONFIGURATION_H

#include "CAPI/Version.h"
#include <string>
#include <vector>

namespace immortal::project {

/// One Python that a project is analysed against.
struct Configuration {
  /// As in reports and tags: "3.15", "3.15t" for the free-threaded build,
  /// "3.15d" for a debug build. Empty: the headers that the compile command
  /// names.
  std::string Name;
  /// Unset if Name is empty.
  std::optional<capi::Version> Version;
  bool FreeThreaded = false;
  /// Folders of Python.h and pyconfig.h, absolute.
  std::vector<std::string> IncludeFolders;
  /// Macros that the interpreter's build needs, as after -D.
  std::vector<std::string> Defines;
  /// Macros that the interpreter passes when it compiles an extension, as after
  /// -D: for sources without a compile command of their own.
  std::vector<std::string> ExtensionDefines;
};

} // namespace immortal::project

#endif
