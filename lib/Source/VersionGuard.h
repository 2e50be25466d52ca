// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_VERSIONGUARD_H
#define IMMORTAL_TIDY_SOURCE_VERSIONGUARD_H

#include "CAPI/Version.h"
#include "Source/NameUses.h"

namespace immortal::source {

/// The oldest Python for which code under \p Conditions may be compiled, by
/// what they say about its version: the release 3.N.0; std::nullopt if they say
/// nothing. A condition that is not understood may be true.
std::optional<capi::Version>
oldestPythonUnder(llvm::ArrayRef<Condition> Conditions,
                  const clang::LangOptions &LangOpts);

} // namespace immortal::source

#endif
