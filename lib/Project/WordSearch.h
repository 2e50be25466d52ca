// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_WORDSEARCH_H
#define IMMORTAL_TIDY_PROJECT_WORDSEARCH_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringRef.h"
#include <array>
#include <vector>

namespace immortal::project {

/// Searches a text for many words in one pass (Aho and Corasick): LLVM has
/// searches for one word only.
class WordSearch {
public:
  /// \p Words: none of them empty.
  explicit WordSearch(llvm::ArrayRef<llvm::StringRef> Words);

  /// Which of the words \p Text holds, by their places in the constructor's
  /// list. Case counts; a word need not stand alone.
  llvm::BitVector wordsIn(llvm::StringRef Text) const;

private:
  struct Node {
    /// By the next byte: a state of the automaton.
    std::array<unsigned, 256> Next{};
    /// The words that end here.
    llvm::SmallVector<unsigned, 1> Words;
  };
  std::vector<Node> Nodes;
  size_t WordCount;
};

} // namespace immortal::project

#endif
