// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_PRIVATENAMES_H
#define IMMORTAL_TIDY_CAPI_PRIVATENAMES_H

#include "CAPI/Version.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// What a private function does to its first argument.
enum class PrivateRole : uint8_t { MakesImmortal, MakesMortal, TestsImmortal };

/// A function that CPython keeps for itself (PrivateNames.def).
struct PrivateFunction {
  llvm::StringLiteral Name;
  PrivateRole Role;
  /// The public replacement; empty if there is none.
  llvm::StringLiteral Public;
  /// The first version with the public replacement.
  Version Since;
  /// The first version whose interpreter exports the private symbol.
  Version Exported;
  /// What only the public function does to an object that is not newly created;
  /// empty if nothing.
  llvm::StringLiteral Difference;
};

/// A macro for an immortal reference count, in minor versions First to Last.
struct PrivateCount {
  llvm::StringLiteral Name;
  Version First;
  Version Last;
};

/// How a field of PyObject takes part in immortality.
enum class FieldPart : uint8_t { Count, LocalCount, Required, Optional };

struct CountField {
  llvm::StringLiteral Name;
  FieldPart Part;
};

/// A function that stores a reference count given as an argument.
struct CountSetter {
  llvm::StringLiteral Name;
  unsigned ObjectArgument;
  unsigned CountArgument;
};

llvm::ArrayRef<PrivateFunction> privateFunctions();
llvm::ArrayRef<PrivateCount> privateCounts();
llvm::ArrayRef<CountField> countFields();
llvm::ArrayRef<CountSetter> countSetters();

/// The rows of that name; nullptr if the table has none.
const PrivateFunction *findPrivateFunction(llvm::StringRef Name);
/// The row that names the public way to immortalize.
const PrivateFunction &publicImmortalizer();
const PrivateCount *findPrivateCount(llvm::StringRef Name);
const CountField *findCountField(llvm::StringRef Name);
const CountSetter *findCountSetter(llvm::StringRef Name);

} // namespace immortal::capi

#endif
