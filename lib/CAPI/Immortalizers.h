// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_IMMORTALIZERS_H
#define IMMORTAL_TIDY_CAPI_IMMORTALIZERS_H

#include "CAPI/Version.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace immortal::capi {

/// The first version that can make objects immortal (PEP 683).
inline constexpr Version FirstWithImmortality = py(3, 12);

/// What a function that makes objects immortal returns.
enum class Answer : uint8_t {
  Nothing,
  /// 1 if this call made the object immortal, else 0: also if it was before.
  Made,
  /// 1 if made, 0 if it was immortal before, negative if refused.
  Result,
};

/// A function that makes its first argument immortal.
struct Immortalizer {
  llvm::StringLiteral Name;
  Answer Returns;
  /// Private to CPython: it always acts. The public ones refuse an object that
  /// is not uniquely referenced.
  bool IsPrivate;
};

/// Immortalizers.def, and the rows MakesImmortal of PrivateNames.def.
llvm::ArrayRef<Immortalizer> immortalizers();

/// nullptr if \p Name is none.
const Immortalizer *findImmortalizer(llvm::StringRef Name);

/// A public function that tells whether an object is immortal.
struct ImmortalityTest {
  llvm::StringLiteral Name;
  Version First;
  llvm::StringLiteral Guard;
};

llvm::ArrayRef<ImmortalityTest> immortalityTests();

/// Whether \p Name is a function that tells whether an object is immortal,
/// public or private.
bool testsImmortality(llvm::StringRef Name);

} // namespace immortal::capi

#endif
