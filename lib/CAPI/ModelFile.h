// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_MODELFILE_H
#define IMMORTAL_TIDY_CAPI_MODELFILE_H

#include "CAPI/Functions.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace immortal::capi {

/// The built-in tables with a user's rows on top (docs/models.md).
class Model {
public:
  /// Adds the rows of a model file. A row replaces everything that was known
  /// about the function. The error names file, line, key and the cure.
  llvm::Error add(llvm::MemoryBufferRef File);

  /// Reads and adds the file at \p Path.
  llvm::Error addFile(llvm::StringRef Path);

  /// The user's row of that name, or else findFunction's.
  const Function *find(llvm::StringRef Name) const;

  /// Whether the user's rows know the function \p Name.
  bool isUsers(llvm::StringRef Name) const { return Users.contains(Name); }

  /// Whether a user's row names a function of C++, by its symbol.
  bool knowsSymbols() const { return HasSymbols; }

  /// Whether \p Text spells a function that makes an argument immortal by the
  /// user's rows.
  bool mayImmortalize(llvm::StringRef Text) const;

private:
  llvm::StringMap<Function> Users;
  bool HasSymbols = false;
};

/// How source code calls the function whose symbol is \p Symbol: the last part
/// of its name in C++.
std::string identifierOf(llvm::StringRef Symbol);

} // namespace immortal::capi

#endif
