// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_BUILDCOREUSE_H
#define IMMORTAL_TIDY_SOURCE_BUILDCOREUSE_H

#include "Source/InternalHeaders.h"
#include "Source/SkippedCode.h"
#include <string>

namespace immortal::source {

/// A definition of one of the Py_BUILD_CORE macros that took effect.
struct BuildCoreDefinition {
  std::string Macro;
  /// The name in a file of the user; invalid for the command line.
  clang::SourceLocation Loc;
  /// The option on the command line, "-DPy_BUILD_CORE=1"; empty for a file.
  std::string Flag;
  /// Whether CPython's own headers undefine it again: for the limited API.
  bool IsUndone = false;
};

/// An #include of an internal header, in code that the preprocessor kept.
struct InternalInclude {
  /// The file as written.
  std::string Written;
  clang::SourceLocation Loc;
};

/// How a translation unit opens CPython's internals.
struct BuildCoreUse {
  /// The command line first, then in the order of the translation unit.
  std::vector<BuildCoreDefinition> Definitions;
  std::vector<InternalInclude> Includes;
  /// Whether a definition precedes Python.h, and so reaches public headers.
  bool ReachesPublicHeaders = false;
};

/// Whether the macro table knows one of the macros, or a file of the user may
/// include an internal header. Cheap: for all files that have neither.
bool mayUseBuildCore(clang::Preprocessor &PP);

BuildCoreUse buildCoreUseOf(clang::Preprocessor &PP,
                            const InternalHeaders &Headers, LexedFiles &Files,
                            const SkippedCode &Skipped);

} // namespace immortal::source

#endif
