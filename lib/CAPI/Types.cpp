// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Types.h"
#include "llvm/ADT/STLExtras.h"

namespace immortal::capi {

static constexpr TypeRow Types[] = {
#define TYPE(Key, Object, Verdict, Why, Name, Source)                          \
  {TypeKey::Key, Object, TypeVerdict::Verdict, Reason::Why, Name},
#include "CAPI/Types.def"
};

static constexpr llvm::StringLiteral KeyNames[] = {
#define TYPE(Key, Object, Verdict, Why, Name, Source) #Key,
#include "CAPI/Types.def"
};

static constexpr std::pair<llvm::StringLiteral, TypeKey> MoreObjects[] = {
#define TYPE_OBJECT(Object, Key, Source) {Object, TypeKey::Key},
#include "CAPI/Types.def"
};

namespace {
struct FreeThreadedRow {
  TypeKey Key;
  Reason Why;
  Version First;
};
} // namespace

static constexpr FreeThreadedRow RefusedFreeThreaded[] = {
#define REFUSED_FREE_THREADED(Key, Why, First, Source)                         \
  {TypeKey::Key, Reason::Why, First},
#include "CAPI/Types.def"
};

llvm::ArrayRef<TypeRow> types() { return Types; }

const TypeRow &typeRow(TypeKey Key) {
  return Types[static_cast<unsigned>(Key)];
}

static std::optional<TypeKey> findTypeObject(llvm::StringRef Object) {
  if (Object.empty())
    return std::nullopt;
  for (const TypeRow &Row : Types)
    if (Row.Object == Object)
      return Row.Key;
  for (const auto &[Name, Key] : MoreObjects)
    if (Name == Object)
      return Key;
  return std::nullopt;
}

TypeKey typeOfTypeObject(llvm::StringRef Object) {
  return findTypeObject(Object).value_or(TypeKey::Any);
}

bool isTypeObject(llvm::StringRef Object) {
  return findTypeObject(Object).has_value();
}

std::optional<Reason> refusalWhenFreeThreaded(TypeKey Key, Version Python) {
  for (const FreeThreadedRow &Row : RefusedFreeThreaded)
    if (Row.Key == Key && Row.First <= Python)
      return Row.Why;
  return std::nullopt;
}

bool mayBeRefused(TypeKey Key) {
  return Key == TypeKey::Any || typeRow(Key).Verdict == TypeVerdict::Refused ||
         typeRow(Key).Verdict == TypeVerdict::Pointless ||
         refusalWhenFreeThreaded(Key, Newest);
}

bool hasMethodsInC(TypeKey Key) {
  static constexpr TypeKey Keys[] = {
#define METHODS_IN_C(Key, Source) TypeKey::Key,
#include "CAPI/Types.def"
  };
  return llvm::is_contained(Keys, Key);
}

TypeKey join(TypeKey A, TypeKey B) {
  if (A == B)
    return A;
  return mayBeRefused(A) || mayBeRefused(B) ? TypeKey::Any
                                            : TypeKey::Acceptable;
}

std::optional<TypeKey> parseTypeKey(llvm::StringRef Name) {
  const auto *Found = llvm::find(KeyNames, Name);
  if (Found == std::end(KeyNames))
    return std::nullopt;
  return static_cast<TypeKey>(Found - std::begin(KeyNames));
}

llvm::StringRef toString(TypeKey Key) {
  return KeyNames[static_cast<unsigned>(Key)];
}

} // namespace immortal::capi
