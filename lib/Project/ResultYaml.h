// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the results of units are written into files, with the traits that clang
// has for diagnostics.

#ifndef IMMORTAL_TIDY_PROJECT_RESULTYAML_H
#define IMMORTAL_TIDY_PROJECT_RESULTYAML_H

#include "Project/Analyzer.h"
#include "clang/Tooling/DiagnosticsYaml.h"

LLVM_YAML_IS_SEQUENCE_VECTOR(immortal::project::ReachedFile)

namespace llvm::yaml {

template <> struct MappingTraits<immortal::project::ReachedFile> {
  static void mapping(IO &Io, immortal::project::ReachedFile &File);
};

template <> struct MappingTraits<immortal::project::UnitResult> {
  static void mapping(IO &Io, immortal::project::UnitResult &Result);
};

} // namespace llvm::yaml

namespace immortal::project {

/// \p Result as a YAML document.
std::string toYaml(const UnitResult &Result);

/// What toYaml wrote; nullopt if \p Text is something else.
std::optional<UnitResult> fromYaml(llvm::StringRef Text);

/// \p Body behind a line that is \p Header and the hash of \p Body.
std::string sealed(llvm::StringRef Header, llvm::StringRef Body);

/// The body of what sealed wrote; nullopt if \p Text is something else, or was
/// changed since.
std::optional<llvm::StringRef> unsealed(llvm::StringRef Header,
                                        llvm::StringRef Text);

/// The hash of \p Text, in hexadecimal digits.
std::string hashText(llvm::StringRef Text);

} // namespace immortal::project

#endif
