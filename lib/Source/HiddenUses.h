// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_SOURCE_HIDDENUSES_H
#define IMMORTAL_TIDY_SOURCE_HIDDENUSES_H

#include "Source/InternalUses.h"
#include <optional>

namespace immortal::source {

/// A name that may be internal, in code that the syntax tree does not show.
struct HiddenUse {
  clang::SourceLocation Loc;
  std::string Name;
};

/// The first name in code that the preprocessor skipped, in a macro that is
/// never expanded or in a template, that is internal or not known to be public.
/// Headers of another Python decide on skipped code, so the doubt goes against
/// the name.
std::optional<HiddenUse> firstHiddenUse(clang::ASTContext &Context,
                                        const InternalHeaders &Headers,
                                        LexedFiles &Files,
                                        const SkippedCode &Skipped,
                                        const InternalUses &Uses);

} // namespace immortal::source

#endif
