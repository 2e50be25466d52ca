// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/TriggerWords.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

static constexpr TriggerWord TriggerWords[] = {
#define TRIGGER_WORD(Text, About) {Text, Topic::About},
#include "CAPI/TriggerWords.def"
};

llvm::ArrayRef<TriggerWord> triggerWords() { return TriggerWords; }

bool mayImmortalize(llvm::StringRef Text) {
  return llvm::any_of(triggerWords(), [&](const TriggerWord &Word) {
    return Word.About == Topic::Immortality && Text.contains(Word.Text);
  });
}

} // namespace immortal::capi
