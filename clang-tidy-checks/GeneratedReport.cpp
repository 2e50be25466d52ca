// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ImmortalizationReport.h"

using namespace clang;

namespace immortal::tidy {

void ImmortalizationReport::collapseGenerated() {
  llvm::MapVector<FileID, Finding> Generated;
  llvm::DenseMap<FileID, unsigned> Places;
  llvm::erase_if(Reported, [&](Finding &F) {
    const FileID File = SM.getFileID(F.Loc);
    if (Code.generatorOf(File).empty())
      return false;
    if (++Places[File] == 1)
      Generated.insert({File, Finding{F.Loc, "", {}, {}, nullptr, {}, ""}});
    return true;
  });
  for (auto &[File, F] : Generated) {
    const unsigned Count = Places[File];
    F.Text = ("code written by " + Code.generatorOf(File) +
              " makes objects immortal by private means, in " +
              llvm::Twine(Count) + (Count == 1 ? " place" : " places") +
              "; change the generator, its version or its options")
                 .str();
    Reported.push_back(std::move(F));
  }
}

} // namespace immortal::tidy
