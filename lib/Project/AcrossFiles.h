// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_PROJECT_ACROSSFILES_H
#define IMMORTAL_TIDY_PROJECT_ACROSSFILES_H

#include "Project/Run.h"
#include "llvm/Support/FileUtilities.h"
#include <map>

namespace immortal::project {

/// What functions do that one file of the project defines and another calls.
///
/// The second of two passes: the first one found out which functions are
/// missing, and which make an argument immortal; of the latter, all callers are
/// judged, also in files that were not worth parsing before. Where several
/// definitions of one name differ, or a file that defines it does not compile,
/// nothing is known.
class AcrossFiles {
public:
  explicit AcrossFiles(const Analyzer &Checks) : Checks(Checks) {}

  /// Looks for the functions that \p Results miss, and analyses the units again
  /// for which some were found.
  void complete(llvm::ArrayRef<Unit> Units, std::vector<UnitResult> &Results,
                unsigned Jobs);

  /// What \p What says, given all that is known.
  UnitResult
  analyze(const Unit &What,
          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> &Files) const;

private:
  using Rows = std::map<std::string, std::string>;
  using Key = std::tuple<std::string, unsigned, std::vector<std::string>>;
  static Key keyOf(const Unit &What);
  void learn(llvm::ArrayRef<Unit> Units, std::vector<UnitResult> &Results,
             unsigned Jobs);
  bool writeModel(const Unit &For, llvm::ArrayRef<std::string> Missing);

  const Analyzer &Checks;
  /// By configuration and name.
  std::map<unsigned, Rows> Known;
  /// The model file of each unit that needs one, and those that there are: a
  /// unit gets no row of a name that means something else there.
  std::map<Key, std::string> Models;
  std::map<std::string, std::string> PathsByText;
  std::vector<std::unique_ptr<llvm::FileRemover>> Removers;
};

} // namespace immortal::project

#endif
