// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_MIGRATE_FIXFLAGS_H
#define IMMORTAL_TIDY_MIGRATE_FIXFLAGS_H

#include "Project/Fixer.h"
#include "llvm/Support/CommandLine.h"

namespace immortal::migrate {

/// What is done with fixes.
struct FixOptions {
  /// Write the changes; else they are only shown.
  bool Write = false;
  /// Take the last run back, and do nothing else.
  bool Undo = false;
  /// A command of the shell that tells whether the project still builds.
  std::string CompileCheck;
  /// A file for the YAML of clang-apply-replacements.
  std::string ExportTo;
  project::FixSettings How;
};

/// The part of the command line that is about fixes.
class FixFlags {
public:
  FixFlags();

  llvm::Expected<FixOptions> parsed() const;

  llvm::cl::OptionCategory Category;

private:
  llvm::cl::opt<bool> Write, NoVerify, Undo;
  llvm::cl::opt<std::string> CompileCheck, ExportTo, VendorHeader;
};

} // namespace immortal::migrate

#endif
