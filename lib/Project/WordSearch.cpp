// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project/WordSearch.h"
#include <queue>

namespace immortal::project {

WordSearch::WordSearch(llvm::ArrayRef<llvm::StringRef> Words)
    : Nodes(1), WordCount(Words.size()) {
  for (const auto &[Index, Word] : llvm::enumerate(Words)) {
    unsigned At = 0;
    for (const char C : Word) {
      const auto Byte = static_cast<uint8_t>(C);
      if (!Nodes[At].Next[Byte]) {
        Nodes[At].Next[Byte] = Nodes.size();
        Nodes.emplace_back();
      }
      At = Nodes[At].Next[Byte];
    }
    Nodes[At].Words.push_back(Index);
  }
  // Where a word does not go on, the longest word that the text may still be
  // in does: Fallback, known for all shorter beginnings by then.
  std::vector<unsigned> Fallback(Nodes.size());
  std::queue<unsigned> Open;
  for (const unsigned Child : Nodes[0].Next)
    if (Child)
      Open.push(Child);
  for (; !Open.empty(); Open.pop()) {
    const unsigned At = Open.front();
    llvm::append_range(Nodes[At].Words, Nodes[Fallback[At]].Words);
    for (unsigned Byte = 0; Byte < Nodes[At].Next.size(); ++Byte) {
      const unsigned Elsewhere = Nodes[Fallback[At]].Next[Byte];
      unsigned &Next = Nodes[At].Next[Byte];
      if (Next) {
        Fallback[Next] = Elsewhere;
        Open.push(Next);
      } else {
        Next = Elsewhere;
      }
    }
  }
}

llvm::BitVector WordSearch::wordsIn(llvm::StringRef Text) const {
  llvm::BitVector Found(WordCount);
  const Node *At = &Nodes[0];
  for (const char C : Text) {
    At = &Nodes[At->Next[static_cast<uint8_t>(C)]];
    for (const unsigned Word : At->Words)
      Found.set(Word);
  }
  return Found;
}

} // namespace immortal::project
