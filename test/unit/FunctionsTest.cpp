// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Functions.h"
#include "gtest/gtest.h"

using namespace immortal::capi;

namespace {

const VersionRange All(py(3, 9), NewestKnown);
const VersionRange Immortals(py(3, 12), NewestKnown);

KnownArgument nothing(unsigned) { return {}; }

/// What the call of \p Name returns if its argument \p Index is \p Value.
Returns returnsWith(llvm::StringRef Name, unsigned Index, int64_t Value,
                    VersionRange When) {
  const Function *F = findFunction(Name);
  EXPECT_NE(F, nullptr) << Name.str();
  return F
      ->returns(When,
                [&](unsigned I) {
                  KnownArgument Known;
                  if (I == Index)
                    Known.Value = Value;
                  return Known;
                })
      .What;
}

TEST(Functions, AreFoundByTheirWholeName) {
  EXPECT_NE(findFunction("PyList_New"), nullptr);
  EXPECT_EQ(findFunction("PyList_Ne"), nullptr);
  EXPECT_EQ(findFunction("PyList_NewX"), nullptr);
  EXPECT_EQ(findFunction(""), nullptr);
}

TEST(Functions, SayTypeAndFailure) {
  const ReturnInfo Info = findFunction("PyList_New")->returns(All, nothing);
  EXPECT_EQ(Info.What, Returns::Fresh);
  EXPECT_EQ(Info.Type, TypeKey::List);
  EXPECT_EQ(Info.Fails, Failure::Null);
  EXPECT_EQ(findFunction("PyDict_SetItem")->returns(All, nothing).Fails,
            Failure::Negative);
  EXPECT_EQ(findFunction("PyArg_ParseTuple")->returns(All, nothing).Fails,
            Failure::Zero);
}

TEST(Functions, AnUnlistedArgumentIsLookedAt) {
  const Function *F = findFunction("PyList_Append");
  EXPECT_EQ(F->effectOn(0, All), Effect::Looks);
  EXPECT_EQ(F->effectOn(1, All), Effect::Keeps);
}

TEST(Functions, RowsMayGoForAllFollowingArguments) {
  const Function *F = findFunction("PyTuple_Pack");
  EXPECT_EQ(F->effectOn(0, All), Effect::Looks);
  EXPECT_EQ(F->effectOn(1, All), Effect::Keeps);
  EXPECT_EQ(F->effectOn(7, All), Effect::Keeps);
}

TEST(Conditions, TheEmptyTupleIsOneImmortalObject) {
  EXPECT_EQ(returnsWith("PyTuple_New", 0, 0, Immortals), Returns::Immortal);
  EXPECT_EQ(returnsWith("PyTuple_New", 0, 2, Immortals), Returns::Fresh);
  EXPECT_EQ(findFunction("PyTuple_New")->returns(Immortals, nothing).What,
            Returns::MaybeShared);
}

TEST(Conditions, NothingIsImmortalBefore312) {
  EXPECT_EQ(returnsWith("PyTuple_New", 0, 0, py(3, 11)), Returns::MaybeShared);
  EXPECT_EQ(returnsWith("PyTuple_New", 0, 0, All), Returns::MaybeShared);
}

TEST(Conditions, SmallIntsGrewTo1024In315) {
  const VersionRange To314(py(3, 12), py(3, 14));
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 256, To314), Returns::Immortal);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 257, To314), Returns::Fresh);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 1024, To314), Returns::Fresh);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 1024, py(3, 15)),
            Returns::Immortal);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 1025, Immortals), Returns::Fresh);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, -5, Immortals),
            Returns::Immortal);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, -6, Immortals), Returns::Fresh);
}

TEST(Conditions, VersionsThatDisagreeAreJoined) {
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 700, Immortals),
            Returns::MaybeShared);
}

TEST(Conditions, MicroVersionsAreTheirMinor) {
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 700, py(3, 14, 0x0AF0)),
            Returns::Fresh);
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 700, py(3, 15, 0x02F0)),
            Returns::Immortal);
}

TEST(Conditions, VersionsYetUnknownAreTheNewest) {
  EXPECT_EQ(returnsWith("PyLong_FromLong", 0, 700, py(3, 16)),
            Returns::Immortal);
}

TEST(Conditions, ADestructorMakesAnotherKindOfCapsule) {
  const Function *F = findFunction("PyCapsule_New");
  const auto TypeWith = [&](int64_t Destructor) {
    return F
        ->returns(Immortals,
                  [&](unsigned I) {
                    KnownArgument Known;
                    if (I == 2)
                      Known.Value = Destructor;
                    return Known;
                  })
        .Type;
  };
  EXPECT_EQ(TypeWith(0), TypeKey::Capsule);
  EXPECT_EQ(TypeWith(1), TypeKey::CapsuleWithDestructor);
  EXPECT_EQ(F->returns(Immortals, nothing).Type, TypeKey::Capsule);
}

Returns bytesOf(llvm::StringRef Literal) {
  return findFunction("PyBytes_FromString")
      ->returns(Immortals,
                [&](unsigned) { return KnownArgument{std::nullopt, Literal}; })
      .What;
}

TEST(Conditions, LengthsOfLiteralsEndAtNul) {
  EXPECT_EQ(bytesOf(""), Returns::Immortal);
  EXPECT_EQ(bytesOf("a"), Returns::Immortal);
  EXPECT_EQ(bytesOf("ab"), Returns::Fresh);
  EXPECT_EQ(bytesOf(llvm::StringRef("a\0b", 3)), Returns::Immortal);
}

TEST(Functions, ExistenceDoesNotHideTheUsersOwnDefinition) {
  // pythoncapi_compat.h defines it where CPython does not.
  const Function *F = findFunction("PyModule_Add");
  EXPECT_EQ(F->returns(py(3, 9), nothing).Fails, Failure::Negative);
  EXPECT_EQ(F->effectOn(2, py(3, 9)), Effect::Steals);
}

TEST(Functions, BaseRowsMayDifferByVersion) {
  const Function *F = findFunction("PyFrozenSet_New");
  EXPECT_EQ(F->returns(py(3, 9), nothing).What, Returns::MaybeShared);
  EXPECT_EQ(F->returns(py(3, 10), nothing).What, Returns::Fresh);
}

TEST(Functions, KnowTheirFormat) {
  const std::optional<FormatRow> Format =
      findFunction("PyArg_ParseTupleAndKeywords")->format();
  ASSERT_TRUE(Format);
  EXPECT_EQ(Format->Kind, FormatKind::Parse);
  EXPECT_EQ(Format->FormatIndex, 2u);
  EXPECT_EQ(Format->FirstArgument, 4u);
  EXPECT_FALSE(findFunction("PyList_New")->format());
}

TEST(Functions, KnowWhatNeverReturns) {
  EXPECT_TRUE(findFunction("Py_FatalError")->isNoReturn());
  EXPECT_FALSE(findFunction("PyErr_SetString")->isNoReturn());
}

TEST(Functions, KnowMacrosThatAreNoCalls) {
  EXPECT_TRUE(findFunction("PyList_SET_ITEM")->isMacro());
  EXPECT_FALSE(findFunction("Py_DECREF")->isMacro());
}

TEST(Functions, KnowCallsWithoutArguments) {
  const auto NullAt1 = [](unsigned I) {
    KnownArgument Known;
    if (I == 1)
      Known.Value = 0;
    return Known;
  };
  EXPECT_TRUE(
      findFunction("PyObject_CallNoArgs")->callsWithoutArguments(nothing));
  const Function *F = findFunction("PyObject_CallObject");
  EXPECT_FALSE(F->callsWithoutArguments(nothing));
  EXPECT_TRUE(F->callsWithoutArguments(NullAt1));
  EXPECT_EQ(F->calleeIndex(), 0u);
}

TEST(Functions, TakeObjectsOutOfContainers) {
  for (const char *Name : {"PyDict_Clear",
                           "PyDict_DelItem",
                           "PyDict_DelItemString",
                           "PyDict_Pop",
                           "PyDict_PopString",
                           "_PyDict_Pop",
                           "PyGC_Collect",
                           "PyList_Clear",
                           "PyList_SetItem",
                           "PyList_SetSlice",
                           "PyMapping_DelItem",
                           "PyMapping_DelItemString",
                           "PyODict_DelItem",
                           "PyObject_DelAttr",
                           "PyObject_DelAttrString",
                           "PyObject_DelItem",
                           "PyObject_DelItemString",
                           "PySequence_DelItem",
                           "PySequence_DelSlice",
                           "PySequence_SetSlice",
                           "PySet_Clear",
                           "PySet_Discard",
                           "PySet_Pop"})
    EXPECT_TRUE(removesObjects(Name)) << Name;
  EXPECT_FALSE(removesObjects("PyList_Append"));
  EXPECT_FALSE(removesObjects("PyDict_SetItemString"));
}

TEST(Slots, AllocateFreshInstances) {
  const Function *Alloc = findSlot("_typeobject", "tp_alloc");
  ASSERT_NE(Alloc, nullptr);
  EXPECT_EQ(Alloc->returns(All, nothing).What, Returns::Fresh);
  EXPECT_EQ(findSlot("_typeobject", "tp_free")->effectOn(0, All),
            Effect::Frees);
  EXPECT_NE(findSlot("PyDateTime_CAPI", "Date_FromDate"), nullptr);
  EXPECT_EQ(findSlot("_typeobject", "PyList_New"), nullptr);
  EXPECT_EQ(findSlot("my_struct", "tp_alloc"), nullptr);
}

TEST(Functions, ReturnMemoryThatIsNoObjectYet) {
  for (const char *Name :
       {"PyObject_Malloc", "PyObject_Calloc", "PyMem_Malloc", "PyMem_Calloc",
        "PyMem_RawMalloc", "PyMem_RawCalloc", "malloc", "calloc"}) {
    ASSERT_NE(findFunction(Name), nullptr) << Name;
    EXPECT_EQ(findFunction(Name)->returns(All, nothing).What, Returns::Memory);
    EXPECT_EQ(findFunction(Name)->returns(All, nothing).Fails, Failure::Null);
  }
}

TEST(CalledTypes, KnowTheCachedOnes) {
  EXPECT_EQ(returnsOfCalledType("PyList_Type", All).What, Returns::Fresh);
  EXPECT_EQ(returnsOfCalledType("PyTuple_Type", Immortals).What,
            Returns::Immortal);
  EXPECT_EQ(returnsOfCalledType("MyType", Immortals).What,
            Returns::MaybeShared);
}

TEST(CalledTypes, KnowExceptionClasses) {
  EXPECT_TRUE(isExceptionClass("PyExc_ValueError"));
  EXPECT_FALSE(isExceptionClass("PyList_Type"));
  EXPECT_FALSE(isExceptionClass("MyError"));
}

TEST(Globals, AreImmortalFrom312) {
  EXPECT_EQ(findGlobal("_Py_NoneStruct", Immortals)->What, Returns::Immortal);
  EXPECT_EQ(findGlobal("_Py_NoneStruct", All)->What, Returns::Borrowed);
  EXPECT_EQ(findGlobal("PyExc_ValueError", Immortals)->What, Returns::Immortal);
  EXPECT_EQ(findGlobal("PyList_Type", Immortals)->Type, TypeKey::StaticType);
  EXPECT_EQ(findGlobal("PySuper_Type", Immortals)->Type, TypeKey::StaticType);
  EXPECT_FALSE(findGlobal("my_global", Immortals));
}

} // namespace
