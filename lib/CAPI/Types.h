// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef IMMORTAL_TIDY_CAPI_TYPES_H
#define IMMORTAL_TIDY_CAPI_TYPES_H

#include "CAPI/Reasons.h"
#include "CAPI/Version.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace immortal::capi {

/// Whether objects of a type should be made immortal.
enum class TypeVerdict : uint8_t {
  /// Nothing speaks against it.
  Fine,
  /// It works, and has a cost that the author should know.
  Note,
  /// It works, and does damage.
  Harmful,
  /// The object is immortal already.
  Pointless,
  /// The public call returns 0.
  Refused,
};

/// What kind of object it is (Types.def). \c Any: not known.
enum class TypeKey : uint8_t {
#define TYPE(Key, Object, Verdict, Why, Name, Source) Key,
#include "CAPI/Types.def"
};

/// A row of Types.def.
struct TypeRow {
  TypeKey Key;
  /// The type object's name in C; empty if it has none in public headers.
  llvm::StringLiteral Object;
  TypeVerdict Verdict;
  /// Meaningless if \c Verdict is \c Fine.
  Reason Why;
  /// For messages, with its article: "a capsule with a destructor".
  llvm::StringLiteral Name;
};

llvm::ArrayRef<TypeRow> types();

const TypeRow &typeRow(TypeKey Key);

/// The kind of the instances of the type object called \p Object in C
/// ("PyList_Type"); \c Any if the tables do not know it.
TypeKey typeOfTypeObject(llvm::StringRef Object);

/// Whether \p Object is the name of one of CPython's static type objects.
bool isTypeObject(llvm::StringRef Object);

/// Why the free-threaded build of \p Python refuses such an object, however
/// fresh it is: it is made with deferred reference counting, for instance.
std::optional<Reason> refusalWhenFreeThreaded(TypeKey Key, Version Python);

/// Whether the public call of some build may return 0 for an object of that
/// kind that is newly created and uniquely referenced.
bool mayBeRefused(TypeKey Key);

/// Whether the methods of such objects keep nothing and run no other code.
bool hasMethodsInC(TypeKey Key);

/// What is known about an object that is of one kind or of the other:
/// \c Acceptable if none of them may be refused, else \c Any.
TypeKey join(TypeKey A, TypeKey B);

/// Parses the enumerator's name ("List"), as in model files.
std::optional<TypeKey> parseTypeKey(llvm::StringRef Name);

/// The enumerator's name.
llvm::StringRef toString(TypeKey Key);

} // namespace immortal::capi

#endif
