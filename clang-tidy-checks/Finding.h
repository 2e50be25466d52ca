// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CHECKS_FINDING_H
#define IMMORTAL_TIDY_CHECKS_FINDING_H

#include "CAPI/PrivateNames.h"
#include "Fixes/CallRewrite.h"
#include "Freshness/Verdict.h"

namespace immortal::tidy {

/// One of several ways to put it right, which editors offer by its name.
struct Alternative {
  std::string Name;
  fixes::Edits Fix;
};

/// A diagnostic before it is emitted: one warning, its notes and its fix, which
/// is applied as a whole or not at all.
struct Finding {
  clang::SourceLocation Loc;
  std::string Text;
  llvm::SmallVector<freshness::WitnessStep, 4> Notes;
  fixes::Edits Fix;
  /// What the fix calls instead; nullptr if it calls nothing new.
  const capi::PrivateFunction *Public = nullptr;
  /// Other ways than the fix, which nothing applies by itself. Only next to a
  /// fix: clang-apply-replacements would take the first of them for one.
  std::vector<Alternative> Alternatives;
  /// What the fix is called next to them.
  std::string FixName;
};

} // namespace immortal::tidy

#endif
