// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Types.h"
#include "gtest/gtest.h"
#include <set>

using namespace immortal::capi;

namespace {

TEST(Types, AreIndexedByTheirKey) {
  for (const TypeRow &Row : types())
    EXPECT_EQ(&typeRow(Row.Key), &Row) << Row.Name.str();
  EXPECT_EQ(types().front().Key, TypeKey::Any);
}

TEST(Types, NameEveryTypeObjectOnce) {
  std::set<llvm::StringRef> Seen;
  for (const TypeRow &Row : types())
    if (!Row.Object.empty())
      EXPECT_TRUE(Seen.insert(Row.Object).second) << Row.Object.str();
}

TEST(Types, AreFoundByTheirTypeObject) {
  EXPECT_EQ(typeOfTypeObject("PyList_Type"), TypeKey::List);
  EXPECT_EQ(typeOfTypeObject("PyZip_Type"), TypeKey::Iterator);
  EXPECT_EQ(typeOfTypeObject("MyType"), TypeKey::Any);
  EXPECT_EQ(typeOfTypeObject(""), TypeKey::Any);
}

TEST(Types, KnowTypeObjectsWithoutAVerdict) {
  EXPECT_TRUE(isTypeObject("PySuper_Type"));
  EXPECT_EQ(typeOfTypeObject("PySuper_Type"), TypeKey::Any);
  EXPECT_FALSE(isTypeObject("MyType"));
}

TEST(Types, SayWhyNot) {
  const auto Check = [](TypeKey Key, TypeVerdict Verdict, Reason Why) {
    EXPECT_EQ(typeRow(Key).Verdict, Verdict) << typeRow(Key).Name.str();
    EXPECT_EQ(typeRow(Key).Why, Why) << typeRow(Key).Name.str();
  };
  Check(TypeKey::Str, TypeVerdict::Refused, Reason::Str);
  Check(TypeKey::HeapType, TypeVerdict::Refused, Reason::HeapType);
  Check(TypeKey::Bool, TypeVerdict::Pointless, Reason::AlreadyImmortal);
  Check(TypeKey::Dict, TypeVerdict::Harmful, Reason::Dict);
  Check(TypeKey::Module, TypeVerdict::Harmful, Reason::Module);
  Check(TypeKey::ModuleDict, TypeVerdict::Harmful, Reason::ModuleDict);
  Check(TypeKey::Exception, TypeVerdict::Harmful, Reason::Exception);
  Check(TypeKey::Frame, TypeVerdict::Harmful, Reason::Frame);
  Check(TypeKey::Generator, TypeVerdict::Harmful, Reason::Generator);
  Check(TypeKey::CapsuleWithDestructor, TypeVerdict::Harmful,
        Reason::CapsuleDestructor);
  Check(TypeKey::List, TypeVerdict::Note, Reason::Container);
}

TEST(Types, AFineTypeHasNoReason) {
  for (const TypeRow &Row : types())
    EXPECT_EQ(Row.Verdict == TypeVerdict::Fine, Row.Why == Reason::Unknown)
        << Row.Name.str();
}

TEST(Types, TheFreeThreadedBuildRefusesSome) {
  EXPECT_EQ(refusalWhenFreeThreaded(TypeKey::Module, py(3, 13)),
            Reason::DeferredCount);
  EXPECT_EQ(refusalWhenFreeThreaded(TypeKey::WeakReference, py(3, 15)),
            Reason::WeaklyReferenced);
  EXPECT_FALSE(refusalWhenFreeThreaded(TypeKey::Module, py(3, 12)));
  EXPECT_FALSE(refusalWhenFreeThreaded(TypeKey::Capsule, py(3, 15)));
}

TEST(Types, HaveInCommonWhatNoBuildRefuses) {
  EXPECT_EQ(join(TypeKey::Capsule, TypeKey::Capsule), TypeKey::Capsule);
  EXPECT_EQ(join(TypeKey::Capsule, TypeKey::List), TypeKey::Acceptable);
  EXPECT_EQ(join(TypeKey::Acceptable, TypeKey::List), TypeKey::Acceptable);
  EXPECT_EQ(join(TypeKey::Capsule, TypeKey::Str), TypeKey::Any);
  EXPECT_EQ(join(TypeKey::Module, TypeKey::Capsule), TypeKey::Any);
  EXPECT_EQ(join(TypeKey::Capsule, TypeKey::Bool), TypeKey::Any);
  EXPECT_EQ(join(TypeKey::Any, TypeKey::Capsule), TypeKey::Any);
  for (const TypeRow &Row : types())
    EXPECT_EQ(mayBeRefused(Row.Key),
              join(Row.Key, TypeKey::Acceptable) == TypeKey::Any)
        << Row.Name.str();
}

TEST(Types, SomeHaveMethodsThatRunNoOtherCode) {
  for (TypeKey Key : {TypeKey::PlainObject, TypeKey::Capsule, TypeKey::Bytes,
                      TypeKey::ByteArray, TypeKey::Long, TypeKey::Bool,
                      TypeKey::Float, TypeKey::Complex, TypeKey::None,
                      TypeKey::Ellipsis, TypeKey::NotImplemented})
    EXPECT_TRUE(hasMethodsInC(Key)) << toString(Key).str();
  // What they contain has methods too.
  for (TypeKey Key : {TypeKey::Any, TypeKey::Acceptable, TypeKey::Instance,
                      TypeKey::Tuple, TypeKey::List, TypeKey::Dict})
    EXPECT_FALSE(hasMethodsInC(Key)) << toString(Key).str();
}

TEST(Types, KeysHaveNames) {
  for (const TypeRow &Row : types())
    EXPECT_EQ(parseTypeKey(toString(Row.Key)), Row.Key);
  EXPECT_FALSE(parseTypeKey("Lists"));
}

} // namespace
