// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CAPI/ReferenceCount.h"
#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

constexpr const char *Macros = R"cc(
#define NOTHING_DECREF(o)
#define VOID_INCREF(o) ((void)0)
#define VOID_DECREF(o) ((void)(o))
#define LOOP_DECREF(o) do { } while (0)
#define REAL_DECREF(o) Py_DECREF(o)
#define OWN_DECREF(o) (--(o)->count)
#define TRACE_REF(o) ((void)0)
static inline void empty_decref(PyObject *o) { (void)o; }
static inline void real_decref(PyObject *o) { Py_DECREF(o); }
static inline void maybe_decref(PyObject *o) {
  if (flag)
    Py_DECREF(o);
}
extern PyObject *cap_a, *cap_b, *cap_c, *cap_d, *cap_e, *cap_f, *cap_g, *cap_h;
extern int a_is_immortal, b_is_immortal;
struct mod { PyObject *one, *two, *three, *four; int is_immortal, other_flag; };
extern struct mod mod;
#if PY_VERSION_HEX < 0x030F0000
#ifdef __cplusplus
extern "C"
#endif
int PyUnstable_SetImmortal(PyObject *o);
#endif
#ifndef Py_IsTrueImmortal
#define is_immortal_now(o) (Py_REFCNT(o) > 100000)
#endif
static void drop_all(struct mod *m) {
  NOTHING_DECREF(cap_a);
  VOID_DECREF(cap_b);
  LOOP_DECREF((PyObject *)(cap_c));
  REAL_DECREF(cap_d);
  empty_decref(cap_e);
  real_decref(cap_f);
  maybe_decref(cap_g);
  TRACE_REF(cap_h);
  VOID_INCREF(m->one);
  VOID_INCREF(&m->four);
  if (!m->is_immortal)
    Py_DECREF(m->two);
  if (!is_immortal_now(m->three))
    Py_DECREF(m->three);
}
)cc";

#define NEW "p = MAKE(); if (!p) return 0; "

const Case Skipped[] = {
    {NEW "cap_a = p; IMMORTAL(p);", "never: counting-skipped"},
    {NEW "IMMORTAL(p); cap_a = p;", "never: counting-skipped"},
    {NEW "IMMORTAL(p); cap_a = Py_NewRef(p);", "never: counting-skipped"},
    {"cap_a = MAKE(); if (!cap_a) return 0; IMMORTAL(cap_a);",
     "never: counting-skipped"},
    {NEW "IMMORTAL(p); cap_b = p;", "never: counting-skipped"},
    {NEW "IMMORTAL(p); cap_c = p;", "never: counting-skipped"},
    {NEW "IMMORTAL(p); cap_e = p;", "never: counting-skipped"},
    {NEW "IMMORTAL(p); mod.one = p;", "never: counting-skipped"},
    {NEW "IMMORTAL(p); VOID_DECREF(p);", "never: counting-skipped"},
    {NEW "IMMORTAL(p); if (n) { NOTHING_DECREF(p); }",
     "never: counting-skipped"},
    // Unknown is no better; what is refused anyway has its own reason.
    {"p = make(); if (!p) return 0; IMMORTAL(p); cap_a = p;",
     "never: counting-skipped"},
    {NEW "Py_INCREF(p); IMMORTAL(p); cap_a = p;", "never: not-unique"},
    // The public call, and nobody looks at its result.
    {NEW "(void)PyUnstable_SetImmortal(p); cap_a = p;",
     "never: counting-skipped"},
    {NEW "PyUnstable_SetImmortal(p); cap_a = p;", "never: counting-skipped"},
    // Behind a flag that is set whatever the call does.
    {NEW "IMMORTAL(p); mod.two = p; mod.is_immortal = 1;",
     "never: counting-skipped"},
    {NEW "mod.is_immortal = 1; if (n) { IMMORTAL(p); mod.two = p; }",
     "never: counting-skipped"},
};

const Case Counted[] = {
    {NEW "IMMORTAL(p);", "proven"},
    {NEW "IMMORTAL(p); cap_d = p;", "proven"},
    {NEW "IMMORTAL(p); cap_f = p;", "proven"},
    {NEW "IMMORTAL(p); cap_g = p;", "proven"},
    {NEW "IMMORTAL(p); cap_h = p;", "proven"},
    {NEW "IMMORTAL(p); VOID_DECREF(arg);", "proven"},
    {NEW "IMMORTAL(p); cap_a = arg;", "proven"},
    // A local variable of that name, and a member.
    {NEW "IMMORTAL(p); struct { PyObject *cap_a; } local; local.cap_a = p;",
     "proven"},
    // Another flag, no flag, or one that tells the truth.
    {NEW "IMMORTAL(p); mod.two = p;", "proven"},
    {NEW "IMMORTAL(p); mod.two = p; mod.other_flag = 1;", "proven"},
    {NEW "IMMORTAL(p); mod.two = p; mod.is_immortal = 0;", "proven"},
    {NEW "IMMORTAL(p); mod.three = p; mod.is_immortal = 1;", "proven"},
    {NEW "if (PyUnstable_SetImmortal(p)) mod.is_immortal = 1; mod.two = p;",
     "proven"},
    {NEW "mod.is_immortal = PyUnstable_SetImmortal(p); mod.two = p;", "proven"},
    {NEW "if (!PyUnstable_SetImmortal(p)) return 0; cap_a = p;", "proven"},
};

class CountingTest : public FreshnessTest {};

TEST_P(CountingTest, MustNotBeSkippedForWhatMayBeMortal) {
  check(Skipped, {}, Macros);
}
TEST_P(CountingTest, IsLeftAloneWhereItHappens) { check(Counted, {}, Macros); }

INSTANTIATE_TEST_SUITE_P(Pythons, CountingTest, allPythons(), nameOfPython);

TEST(CountingNames, AreKnownInAllSpellings) {
  for (const char *Name : {"MY_INCREF", "my_xdecref", "inc_ref", "DecRef",
                           "Py_XINCREF", "CPy_DECREF_NO_IMM"})
    EXPECT_TRUE(immortal::capi::isCountingName(Name)) << Name;
  for (const char *Name : {"__Pyx_GOTREF", "ref", "decorate", "increment", ""})
    EXPECT_FALSE(immortal::capi::isCountingName(Name)) << Name;
}

} // namespace
