// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/Immortalizers.h"
#include "CAPI/Callbacks.h"
#include "CAPI/PrivateNames.h"
#include "CAPI/Reasons.h"
#include <gtest/gtest.h>

using namespace immortal::capi;

TEST(Immortalizers, PublicFunctionsAnswer) {
  for (const char *Name : {"PyUnstable_SetImmortal", "PyImmortal_Set",
                           "PyImmortal_VerifiedSet_"}) {
    ASSERT_NE(findImmortalizer(Name), nullptr) << Name;
    EXPECT_EQ(findImmortalizer(Name)->Returns, Answer::Made) << Name;
    EXPECT_FALSE(findImmortalizer(Name)->IsPrivate) << Name;
  }
  for (const char *Name : {"PyImmortal_Try", "PyImmortal_VerifiedTry_"}) {
    ASSERT_NE(findImmortalizer(Name), nullptr) << Name;
    EXPECT_EQ(findImmortalizer(Name)->Returns, Answer::Result) << Name;
  }
}

TEST(Immortalizers, PrivateFunctionsAreThoseOfPrivateNames) {
  for (const PrivateFunction &Private : privateFunctions()) {
    const Immortalizer *Row = findImmortalizer(Private.Name);
    ASSERT_EQ(Row != nullptr, Private.Role == PrivateRole::MakesImmortal)
        << Private.Name.str();
    if (Row) {
      EXPECT_TRUE(Row->IsPrivate);
      EXPECT_EQ(Row->Returns, Answer::Nothing);
    }
  }
  EXPECT_EQ(findImmortalizer("PyUnstable_IsImmortal"), nullptr);
}

TEST(Immortalizers, QuestionsArePublicAndPrivate) {
  for (const char *Name : {"PyUnstable_IsImmortal", "PyImmortal_Is",
                           "_Py_IsImmortal", "_Py_IsImmortalLoose"})
    EXPECT_TRUE(testsImmortality(Name)) << Name;
  EXPECT_FALSE(testsImmortality("PyUnstable_SetImmortal"));
}

TEST(Callbacks, FieldsAreKnownInTheirStructOnly) {
  ASSERT_NE(findCallback("_typeobject", "tp_new"), nullptr);
  EXPECT_EQ(findCallback("_typeobject", "tp_new")->How, Often::PerInstance);
  EXPECT_EQ(findCallback("PyMethodDef", "ml_meth")->How, Often::PerCall);
  EXPECT_EQ(findCallback("PyGetSetDef", "tp_new"), nullptr);
  EXPECT_EQ(findCallback("", ""), nullptr);
  EXPECT_EQ(findCallbackSlot("Py_mod_exec")->How, Often::PerModule);
  EXPECT_EQ(findCallbackSlot("Py_mod_create"), nullptr);
  EXPECT_EQ(findCallbackSlot(""), nullptr);
}

TEST(Callbacks, OnlyInitGetsAnObjectJustMade) {
  EXPECT_EQ(findCallbackSlot("Py_tp_init"),
            findCallback("_typeobject", "tp_init"));
  EXPECT_EQ(findCallbackSlot("Py_tp_init")->First, Self::NewSelf);
  EXPECT_EQ(findCallbackSlot("Py_tp_call")->First, Self::Borrowed);
}

TEST(Callbacks, InterpretersAreThoseOfTheirSlot) {
  constexpr const char *Slot = "Py_mod_multiple_interpreters";
  EXPECT_EQ(
      findInterpreterSupport(Slot, "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"),
      true);
  EXPECT_EQ(findInterpreterSupport(
                Slot, "Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED"),
            false);
  EXPECT_EQ(findInterpreterSupport("Py_mod_gil",
                                   "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"),
            std::nullopt);
}

TEST(Reasons, WhatIsNotFreshSaysWhatToDo) {
  ASSERT_NE(findFreshnessReason(Reason::Borrowed), nullptr);
  EXPECT_TRUE(findFreshnessReason(Reason::Borrowed)->MayBeAccepted);
  ASSERT_NE(findFreshnessReason(Reason::NotUnique), nullptr);
  EXPECT_FALSE(findFreshnessReason(Reason::NotUnique)->MayBeAccepted);
  for (Reason About : {Reason::Str, Reason::HeapType, Reason::Dict,
                       Reason::ZeroStatic, Reason::Unknown})
    EXPECT_EQ(findFreshnessReason(About), nullptr);
}
