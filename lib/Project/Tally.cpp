// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/Tally.h"
#include "Project/Places.h"

namespace immortal::project {

void Counts::add(const Finding &F) {
  switch (F.State) {
  case Outcome::Fixed:
    ++Fixed;
    break;
  case Outcome::Offered:
    ++Offered;
    break;
  case Outcome::Left:
    ++Left;
    break;
  }
  Known += F.Known;
  Partly += F.IsPartly && F.State == Outcome::Left;
}

Tally::Tally(const Migration &M) {
  const Places Where(M);
  std::map<std::pair<std::string, std::string>, unsigned> Why;
  for (const Finding &F : M.Findings) {
    const std::string &Check = F.Diag.DiagnosticName;
    Total.add(F);
    Checks[Check].add(F);
    Files[Where.name(F.Diag.Message.FilePath)].add(F);
    if (F.State == Outcome::Left)
      ++Why[{Check, F.Reason.empty() ? F.Diag.Message.Message : F.Reason}];
  }
  for (const auto &[Key, Count] : Why)
    Reasons.push_back({Key.first, Key.second, Count});
  llvm::sort(Reasons, [](const LeftBecause &A, const LeftBecause &B) {
    return std::tie(B.Count, A.Check, A.Why) <
           std::tie(A.Count, B.Check, B.Why);
  });
}

llvm::StringRef name(Outcome State) {
  switch (State) {
  case Outcome::Fixed:
    return "fixed";
  case Outcome::Offered:
    return "offered";
  case Outcome::Left:
    return "left";
  }
  llvm_unreachable("not an outcome");
}

bool isOpen(const Migration &M, const Finding &F) {
  return F.State != Outcome::Fixed || !M.Written;
}

int exitCode(const Migration &M) {
  if (llvm::any_of(M.Problems, [](const Problem &P) { return P.Internal; }))
    return 3;
  if (!M.Problems.empty())
    return 2;
  return llvm::any_of(
      M.Findings, [&](const Finding &F) { return isOpen(M, F) && !F.Known; });
}

} // namespace immortal::project
