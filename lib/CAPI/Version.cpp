// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Version.h"
#include "llvm/ADT/StringExtras.h"

namespace immortal::capi {

std::string toString(Version V) {
  std::string Text =
      llvm::utostr(V >> 24) + "." + llvm::utostr((V >> 16) & 0xFF);
  // Levels as in patchlevel.h: 0xA alpha, 0xB beta, 0xC release candidate.
  const unsigned Level = (V >> 4) & 0xF;
  const char *const Name = Level == 0xA   ? "a"
                           : Level == 0xB ? "b"
                           : Level == 0xC ? "rc"
                                          : nullptr;
  if (Name)
    Text += "." + llvm::utostr((V >> 8) & 0xFF) + Name + llvm::utostr(V & 0xF);
  return Text;
}

std::optional<Version> parseVersion(llvm::StringRef Text) {
  unsigned Major = 0, Minor = 0, Micro = 0, Serial = 0, Level = 0;
  if (Text.consumeInteger(10, Major) || !Text.consume_front(".") ||
      Text.consumeInteger(10, Minor) || Major > 255 || Minor > 255)
    return std::nullopt;
  if (Text.consume_front(".") &&
      (Text.consumeInteger(10, Micro) || Micro > 255))
    return std::nullopt;
  // The release itself, 0xF in patchlevel.h, has all that its betas brought.
  if (Text.empty())
    return py(Major, Minor, Micro << 8 | 0xF0);
  if (Text.consume_front("a"))
    Level = 0xA;
  else if (Text.consume_front("b"))
    Level = 0xB;
  else if (Text.consume_front("rc"))
    Level = 0xC;
  if (!Level || Text.consumeInteger(10, Serial) || Serial > 15 || !Text.empty())
    return std::nullopt;
  return py(Major, Minor, Micro << 8 | Level << 4 | Serial);
}

} // namespace immortal::capi
