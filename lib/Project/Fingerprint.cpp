// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Fingerprint.h"
#include "Project/Places.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

namespace immortal::project {

/// Blanks are what formatters change.
static std::string withoutBlanks(llvm::StringRef Line) {
  std::string Result;
  llvm::copy_if(Line, std::back_inserter(Result),
                [](char C) { return !llvm::isSpace(C); });
  return Result;
}

static std::string hash(llvm::StringRef Text) {
  const std::array<uint8_t, 32> Digest =
      llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text));
  return llvm::toHex(llvm::ArrayRef<uint8_t>(Digest).take_front(16),
                     /*LowerCase=*/true);
}

std::vector<std::string> fingerprints(const Migration &M) {
  std::vector<std::string> Result;
  llvm::StringMap<unsigned> Seen;
  Places Where(M);
  for (const Finding &F : M.Findings) {
    const auto &Message = F.Diag.Message;
    // No part can hold the byte 0.
    const std::string Key =
        F.Diag.DiagnosticName + '\0' + Where.name(Message.FilePath) + '\0' +
        withoutBlanks(Where.line(Message.FilePath, Message.FileOffset));
    Result.push_back(hash(Key + '\0' + std::to_string(Seen[Key]++)));
  }
  return Result;
}

} // namespace immortal::project
