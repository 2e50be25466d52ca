// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_TRIGGERWORDS_H
#define IMMORTAL_TIDY_CAPI_TRIGGERWORDS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// What a trigger word has to do with.
enum class Topic : uint8_t { Immortality, BuildCore };

/// A text that every file has of which a check says something
/// (TriggerWords.def).
struct TriggerWord {
  llvm::StringLiteral Text;
  Topic About;
};

llvm::ArrayRef<TriggerWord> triggerWords();

/// Whether \p Text, a whole file, spells a word without which it cannot
/// immortalize. A text search: cheap enough for every file.
bool mayImmortalize(llvm::StringRef Text);

} // namespace immortal::capi

#endif
