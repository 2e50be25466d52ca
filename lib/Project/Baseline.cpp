// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Baseline.h"
#include "Project/Fingerprint.h"
#include "Project/Places.h"
#include "Project/Tally.h"
#include "llvm/ADT/StringSet.h"

namespace immortal::project {

using llvm::json::Array;
using llvm::json::fixUTF8;
using llvm::json::Object;

constexpr int FormatVersion = 1;

llvm::json::Value toBaseline(const Migration &M) {
  const Places Where(M);
  Array Findings;
  for (const auto &[F, Fingerprint] : llvm::zip(M.Findings, fingerprints(M)))
    if (isOpen(M, F))
      Findings.push_back(
          Object{{"fingerprint", Fingerprint},
                 {"check", F.Diag.DiagnosticName},
                 {"file", fixUTF8(Where.name(F.Diag.Message.FilePath))},
                 {"message", fixUTF8(F.Diag.Message.Message)}});
  return Object{{"version", FormatVersion}, {"findings", std::move(Findings)}};
}

static llvm::Error wrong(const llvm::Twine &Text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Text);
}

llvm::Error applyBaseline(llvm::StringRef Text, Migration &M) {
  llvm::Expected<llvm::json::Value> Parsed = llvm::json::parse(Text);
  if (!Parsed)
    return Parsed.takeError();
  const Object *Root = Parsed->getAsObject();
  const Array *Findings = Root ? Root->getArray("findings") : nullptr;
  if (!Findings)
    return wrong("not a baseline: write one with '--write-baseline'");
  if (Root->getInteger("version") != FormatVersion)
    return wrong("a baseline of another version: write it again with "
                 "'--write-baseline'");
  llvm::StringSet<> Known;
  for (const llvm::json::Value &Entry : *Findings) {
    const Object *Fields = Entry.getAsObject();
    const auto Fingerprint =
        Fields ? Fields->getString("fingerprint") : std::nullopt;
    if (!Fingerprint)
      return wrong("not a baseline: an entry has no fingerprint");
    Known.insert(*Fingerprint);
  }
  for (const auto &[F, Fingerprint] : llvm::zip(M.Findings, fingerprints(M)))
    F.Known = Known.contains(Fingerprint);
  return llvm::Error::success();
}

} // namespace immortal::project
