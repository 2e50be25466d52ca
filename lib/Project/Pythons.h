// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_PYTHONS_H
#define IMMORTAL_TIDY_PROJECT_PYTHONS_H

#include "Project/Configuration.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace immortal::project {

/// Runs \p Interpreter, a path or a name on PATH, once, and takes from its
/// sysconfig what compiling an extension needs. The error names the interpreter
/// and the cure.
llvm::Expected<Configuration> askPython(llvm::StringRef Interpreter);

/// The configurations of several interpreters, in their order.
struct Pythons {
  std::vector<Configuration> Found;
  /// What is wrong with the others.
  std::vector<std::string> Problems;
};

/// Asks each of \p Interpreters. \p AlsoFreeThreaded: each from 3.13 on that
/// has the GIL is followed by one with the same headers and Py_GIL_DISABLED.
Pythons askPythons(llvm::ArrayRef<std::string> Interpreters,
                   bool AlsoFreeThreaded);

} // namespace immortal::project

#endif
