// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_VERIFIER_H
#define IMMORTAL_TIDY_PROJECT_VERIFIER_H

#include "Project/Migration.h"
#include "Project/Patch.h"
#include "Project/Run.h"
#include <functional>

namespace immortal::project {

/// What a unit says, with its files as that file system has them. Called from
/// several threads.
using AnalyzeWith = std::function<UnitResult(
    const Unit &, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>)>;

/// A project before a round of fixes, in memory.
struct Stage {
  /// Of every file that a finding or a fix is in.
  FileTexts Texts;
  /// Those of them that are not on the disk.
  FileTexts Edited;
  /// What each unit says about these texts.
  std::vector<UnitResult> Results;
  /// The same, merged.
  std::vector<Finding> Findings;
};

/// Why fixes must not be applied together.
struct Objection {
  std::string Reason;
  /// The fixes at whose place it shows; empty if it shows elsewhere.
  std::vector<const Fix *> Culprits;
};

/// What fixes lead to.
struct Trial {
  /// The texts that differ from those on the disk.
  FileTexts Edited;
  /// The units that were parsed again, and what they say then.
  std::vector<std::pair<size_t, UnitResult>> Results;
  std::vector<Objection> Objections;
};

/// Tries fixes out in memory, with every unit that reaches an edited file.
class Verifier {
public:
  /// \p Units are of the project that \p About names. Both must outlive this.
  Verifier(llvm::ArrayRef<Unit> Units, const Migration &About, unsigned Jobs,
           AnalyzeWith Analyze)
      : Units(Units), Root(About.Root), Pythons(About.Configurations),
        Jobs(Jobs), Analyze(std::move(Analyze)) {}

  /// Tries \p Chosen, of which all but \p Suspects are known to be good.
  /// Objects to each diagnostic of the compiler and each finding of a check
  /// that was not there before, and at rewritten places to each doubt. At
  /// those, what the fix is for was there, but is to go.
  Trial tryOut(const Stage &Before, llvm::ArrayRef<const Fix *> Chosen,
               llvm::ArrayRef<const Fix *> Suspects);

private:
  llvm::ArrayRef<Unit> Units;
  llvm::StringRef Root;
  llvm::ArrayRef<std::string> Pythons;
  unsigned Jobs;
  AnalyzeWith Analyze;
};

} // namespace immortal::project

#endif
