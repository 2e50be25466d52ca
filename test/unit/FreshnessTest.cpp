// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessHarness.h"

using namespace immortal;
using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

/// A function body, and what is said about the calls in it. `p`, `q` and `r`
/// are PyObject pointers without a value, `arg`, `st` and `n` parameters.
struct Case {
  const char *Body;
  const char *Expected;
};

constexpr const char *Declarations = R"cc(
#ifdef __cplusplus
extern "C" {
#endif
void _Py_SetImmortal(PyObject *op);
void use(void *anything);
int look(void);
extern int flag;
extern PyObject *global, *other_global;
struct state { PyObject *cap; PyObject *other; struct { PyObject *in; } sub;
               PyObject *items[4]; };
struct object { PyObject_HEAD int number; PyObject *field; char text[8]; };
PyObject *make(void);
void take(struct state by_value);
#ifdef __cplusplus
}
#endif
#define IMMORTAL(x) _Py_SetImmortal((PyObject *)(x))
#define MAKE() PyCapsule_New((void *)"", 0, 0)
)cc";

const Case Proofs[] = {
    // The shapes that maintainers write.
    {"p = MAKE(); if (p == NULL) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (NULL == p) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (p) IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (p != NULL) IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (p != 0 && flag) IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (flag && p) IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (!p || flag) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (!(p && flag)) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (__builtin_expect(!!(p == NULL), 0)) return 0; "
     "IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (__builtin_expect(!p, 0)) return 0; IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); assert(p != NULL); IMMORTAL(p);", "proven"},
    {"p = MAKE(); assert(p); IMMORTAL(p);", "proven"},
    {"if (!(p = MAKE())) return 0; IMMORTAL(p);", "proven"},
    {"if ((p = MAKE()) == NULL) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (!p) goto fail; IMMORTAL(p); return p; fail: return 0;",
     "proven"},
    {"p = MAKE(); if (!p) Py_FatalError(\"no memory\"); IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) abort(); IMMORTAL(p);", "proven"},
    {"while (!(p = MAKE())) PyErr_Clear(); IMMORTAL(p);", "proven"},
    {"p = MAKE(); q = PyList_New(0); if (!p || !q) goto fail; IMMORTAL(p); "
     "IMMORTAL(q); return 0; fail: Py_XDECREF(p); Py_XDECREF(q);",
     "proven; proven"},
    {"p = MAKE(); if (!p) { PyErr_SetString(PyExc_ValueError, \"no\"); return "
     "0; } IMMORTAL(p);",
     "proven"},
    // Aliases.
    {"p = MAKE(); q = p; if (!p) return 0; IMMORTAL(q);", "proven"},
    {"p = MAKE(); q = p; if (!q) return 0; IMMORTAL(p);", "proven"},
    {"struct object *o = PyObject_New(struct object, &PyBaseObject_Type); if "
     "(!o) return 0; o->number = 1; IMMORTAL(o);",
     "proven"},
    {"struct object *o = PyObject_New(struct object, &PyBaseObject_Type); if "
     "(!o) return 0; IMMORTAL(&o->ob_base);",
     "proven"},
    {"p = q = MAKE(); if (!p) return 0; IMMORTAL(q);", "proven"},
    {"p = n ? MAKE() : PyList_New(0); if (!p) return 0; IMMORTAL(p);",
     "proven"},
    {"if (n) p = MAKE(); else p = PyList_New(0); if (!p) return 0; "
     "IMMORTAL(p);",
     "proven"},
    {"switch (n) { case 0: p = MAKE(); break; case 1: p = PyDict_New(); break; "
     "default: return 0; } if (!p) return 0; IMMORTAL(p);",
     "proven"},
    {"p = (look(), MAKE()); if (!p) return 0; IMMORTAL((look(), p));",
     "proven"},
    {"p = NULL; if (n) p = MAKE(); if (p) IMMORTAL(p);", "proven"},
    {"PyObject **pp = &p; *pp = MAKE(); if (!p) return 0; IMMORTAL(*pp);",
     "proven"},
    {"p = ({ q = MAKE(); q; }); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"PyObject *a[2] = {MAKE(), NULL}; if (!a[0]) return 0; IMMORTAL(a[0]);",
     "proven"},
    {"struct state s = {MAKE()}; if (!s.cap) return 0; IMMORTAL(s.cap);",
     "proven"},
    {"struct state s; s.sub.in = MAKE(); if (!s.sub.in) return 0; "
     "IMMORTAL(s.sub.in);",
     "proven"},
    // Stored, and nobody looked yet.
    {"global = MAKE(); if (!global) return 0; IMMORTAL(global);", "proven"},
    {"static PyObject *cache; cache = MAKE(); if (!cache) return 0; "
     "IMMORTAL(cache);",
     "proven"},
    {"st->cap = MAKE(); if (st->cap == NULL) return 0; IMMORTAL(st->cap);",
     "proven"},
    {"st->cap = MAKE(); st->other = MAKE(); if (!st->cap || !st->other) return "
     "0; IMMORTAL(st->cap); IMMORTAL(st->other);",
     "proven; proven"},
    {"p = MAKE(); if (!p) return 0; st->cap = p; IMMORTAL(p);", "proven"},
    // Counts that are even.
    {"p = MAKE(); if (!p) return 0; Py_INCREF(p); Py_DECREF(p); IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) return 0; q = Py_NewRef(p); Py_DECREF(q); "
     "IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) return 0; Py_INCREF(p); q = p; Py_CLEAR(q); "
     "IMMORTAL(p);",
     "proven"},
    // Other objects are shared, not this one.
    {"p = MAKE(); if (!p) return 0; PyList_Append(arg, arg); use(arg); "
     "Py_INCREF(arg); IMMORTAL(p);",
     "proven"},
    {"q = MAKE(); Py_CLEAR(q); q = MAKE(); if (!q) return 0; IMMORTAL(q);",
     "proven"},
    // A new object each time.
    {"for (int i = 0; i < n; i++) { p = MAKE(); if (!p) return 0; IMMORTAL(p); "
     "PyList_Append(arg, p); }",
     "proven"},
    {"p = PyTuple_New(2); if (!p) return 0; PyTuple_SET_ITEM(p, 0, "
     "Py_NewRef(arg)); PyTuple_SET_ITEM(p, 1, PyLong_FromLong(7)); "
     "IMMORTAL(p);",
     "proven"},
    {"p = PyLong_FromLong(100000); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = Py_BuildValue(\"(ii)\", 1, 2); if (!p) return 0; IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) return 0; if (Py_IS_TYPE(p, &PyCapsule_Type)) "
     "IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) return 0; if (PyCapsule_CheckExact(p)) IMMORTAL(p);",
     "proven"},
};

const Case Refusals[] = {
    {"p = PyUnicode_FromString(\"x\"); if (!p) return 0; IMMORTAL(p);",
     "never: str"},
    {"p = PyType_FromSpec(NULL); if (!p) return 0; IMMORTAL(p);",
     "never: heap-type"},
    {"p = PyErr_NewException(\"a.b\", 0, 0); if (!p) return 0; IMMORTAL(p);",
     "never: heap-type"},
    {"p = MAKE(); if (!p) return 0; IMMORTAL(p); IMMORTAL(p);",
     "proven; never: already-immortal"},
    {"p = MAKE(); if (!p) return 0; Py_INCREF(p); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; global = Py_NewRef(p); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; if (PyList_Append(arg, p) < 0) return 0; "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; PyDict_SetItemString(arg, \"a\", p); "
     "Py_DECREF(p); IMMORTAL(p);",
     "never: published"},
    {"p = MAKE(); if (!p) return 0; if (PyModule_AddObject(arg, \"a\", p) < 0) "
     "{ Py_DECREF(p); return 0; } IMMORTAL(p);",
     "never: stolen"},
    {"p = MAKE(); if (!p) return 0; PyList_SET_ITEM(arg, 0, p); IMMORTAL(p);",
     "never: stolen"},
    {"p = MAKE(); if (!p) return 0; PyTuple_SET_ITEM(arg, 0, p); IMMORTAL(p);",
     "never: stolen"},
    {"p = MAKE(); if (!p) return 0; q = Py_BuildValue(\"(N)\", p); "
     "IMMORTAL(p);",
     "never: stolen"},
    {"p = MAKE(); if (!p) return 0; q = Py_BuildValue(\"(O)\", p); "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"p = PyList_GetItem(arg, 0); if (!p) return 0; IMMORTAL(p);",
     "never: borrowed"},
    {"IMMORTAL(PyModule_GetDict(arg));", "never: borrowed"},
    {"p = MAKE(); if (!p) return 0; Py_DECREF(p); IMMORTAL(p);",
     "never: released"},
    {"p = MAKE(); if (!p) return 0; q = PyWeakref_NewRef(p, NULL); "
     "IMMORTAL(p);",
     "never: weakly-referenced"},
    {"struct object o; IMMORTAL(&o);", "never: embedded"},
    {"static PyObject zero; IMMORTAL(&zero);", "never: zero-static"},
    {"Py_INCREF(arg); IMMORTAL(arg);", "never: not-unique"},
};

const Case Unknowns[] = {
    {"IMMORTAL(arg);", "unknown: parameter"},
    {"Py_INCREF(arg); Py_DECREF(arg); IMMORTAL(arg);", "unknown: parameter"},
    {"p = MAKE(); IMMORTAL(p);", "unknown: null"},
    {"p = make(); if (!p) return 0; IMMORTAL(p);", "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; use(p); IMMORTAL(p);", "unknown: unknown"},
    {"p = PyLong_FromLong(n); if (!p) return 0; IMMORTAL(p);",
     "unknown: maybe-shared"},
    {"p = PyObject_CallNoArgs(arg); if (!p) return 0; IMMORTAL(p);",
     "unknown: maybe-shared"},
    {"IMMORTAL(global);", "unknown: unknown"},
    {"if (!p) return 0; IMMORTAL(p);", "unknown: unknown"},
    // On some paths only.
    {"p = n ? MAKE() : global; if (!p) return 0; IMMORTAL(p);",
     "unknown: unknown"},
    {"if (n) p = MAKE(); else p = arg; if (!p) return 0; IMMORTAL(p);",
     "unknown: parameter"},
    {"p = MAKE(); if (!p) return 0; if (n) Py_INCREF(p); IMMORTAL(p);",
     "unknown: not-unique"},
    {"p = MAKE(); if (!p) return 0; if (n) goto out; PyList_Append(arg, p); "
     "out: IMMORTAL(p);",
     "unknown: not-unique"},
    {"p = arg; if (n) p = MAKE(); if (!p) return 0; IMMORTAL(p);",
     "unknown: parameter"},
    {"p = arg; if (!p) p = MAKE(); if (!p) return 0; IMMORTAL(p);",
     "unknown: parameter"},
    // The same object again, around a loop.
    {"p = MAKE(); if (!p) return 0; for (int i = 0; i < n; i++) IMMORTAL(p);",
     "unknown: already-immortal"},
    {"p = MAKE(); if (!p) return 0; again: IMMORTAL(p); if (n--) goto again;",
     "unknown: already-immortal"},
    {"p = MAKE(); if (!p) return 0; while (n--) { IMMORTAL(p); PyList_Append("
     "arg, p); }",
     "unknown: already-immortal"},
    {"for (int i = 0; i < n; i++) { q = p; p = MAKE(); if (!p) return 0; if "
     "(i) IMMORTAL(q); }",
     "unknown: unknown"},
    // Aliases that are easily missed.
    {"p = MAKE(); if (!p) return 0; q = p; Py_INCREF(q); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; struct state s; s.cap = p; "
     "Py_INCREF(s.cap); IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; PyObject **pp = &p; Py_INCREF(*pp); "
     "IMMORTAL(p);",
     "never: not-unique"},
    {"p = MAKE(); if (!p) return 0; st->cap = p; use(st); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; st->cap = p; look(); IMMORTAL(p);",
     "unknown: unknown"},
    {"st->cap = MAKE(); if (!st->cap) return 0; look(); IMMORTAL(st->cap);",
     "unknown: unknown"},
    {"struct state *t = make_state(); st->cap = MAKE(); if (!st->cap) return "
     "0; "
     "t->cap = arg; IMMORTAL(st->cap);",
     "unknown: unknown"},
    {"struct state *t = make_state(); st->cap = MAKE(); if (!st->cap) return "
     "0; "
     "Py_INCREF(t->cap); IMMORTAL(st->cap);",
     "unknown: unknown"},
    {"st->cap = MAKE(); if (!st->cap) return 0; st = make_state(); "
     "IMMORTAL(st->cap);",
     "unknown: unknown"},
    {"struct state s, t; s.cap = MAKE(); if (!s.cap) return 0; t = s; "
     "Py_INCREF(t.cap); IMMORTAL(s.cap);",
     "unknown: unknown"},
    {"struct state s, t; memset(&t, 0, sizeof t); s.cap = MAKE(); if (!s.cap) "
     "return 0; s = t; IMMORTAL(s.cap);",
     "unknown: unknown"},
    {"PyObject **pp = n ? &p : &q; p = MAKE(); if (!p) return 0; *pp = arg; "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject **pp = &p; p = MAKE(); if (!p) return 0; pp = &q; q = arg; *pp "
     "= global; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); use(&p); if (!p) return 0; IMMORTAL(p);", "unknown: unknown"},
    {"use(&p); p = MAKE(); if (!p) return 0; look(); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; void *v = p; use(v); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; Py_uintptr_t i = (Py_uintptr_t)p; "
     "Py_INCREF((PyObject *)i); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; char *c = (char *)p + 4; use(c); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"struct object *o = PyObject_New(struct object, &PyBaseObject_Type); if "
     "(!o) return 0; use(&o->number); IMMORTAL(o);",
     "unknown: unknown"},
    {"struct object *o = PyObject_New(struct object, &PyBaseObject_Type); if "
     "(!o) return 0; use(o->text); IMMORTAL(o);",
     "unknown: unknown"},
    {"PyObject *a[2]; a[0] = MAKE(); if (!a[0]) return 0; a[n] = arg; "
     "IMMORTAL(a[0]);",
     "unknown: unknown"},
    {"PyObject *a[2]; a[0] = MAKE(); if (!a[0]) return 0; use(a); "
     "IMMORTAL(a[0]);",
     "unknown: unknown"},
    {"PyObject *a[2]; p = MAKE(); if (!p) return 0; a[n] = p; "
     "Py_INCREF(a[1]); IMMORTAL(p);",
     "unknown: unknown"},
    {"volatile int v = 0; PyObject *volatile vp = MAKE(); if (!vp) return 0; "
     "IMMORTAL(vp);",
     "unknown: unknown"},
    {"union { PyObject *a; PyObject *b; } u; u.a = MAKE(); if (!u.a) return 0; "
     "u.b = arg; IMMORTAL(u.a);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; __asm__ volatile(\"\" : \"+r\"(p)); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; __asm__ volatile(\"\" : : \"r\"(p)); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; use((look(), p)); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; use(n ? p : arg); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; ({ use(p); }); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; use(q = p); IMMORTAL(p);",
     "unknown: unknown"},
    {"if (n) goto inside; p = MAKE(); if (!p) return 0; { inside: IMMORTAL(p); "
     "}",
     "unknown: unknown"},
    {"static PyObject *kept; if (n) { kept = MAKE(); } if (!kept) return 0; "
     "IMMORTAL(kept);",
     "unknown: unknown"},
    {"jmp_buf env; p = MAKE(); if (!p) return 0; if (setjmp(env)) "
     "Py_INCREF(p); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; (p = make()) == NULL ? 0 : look(); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (p) look(); IMMORTAL(p);", "unknown: null"},
    {"p = MAKE(); if (p == NULL && flag) return 0; IMMORTAL(p);",
     "unknown: null"},
    {"p = MAKE(); if (!p) return 0; p++; IMMORTAL(p);", "unknown: unknown"},
    {"PyObject *a[2]; a[0] = MAKE(); if (!a[0]) return 0; q = a[n]; "
     "Py_INCREF(q); IMMORTAL(a[0]);",
     "unknown: unknown"},
    {"struct state a[2]; a[0].cap = MAKE(); if (!a[0].cap) return 0; struct "
     "state t = a[n]; Py_INCREF(t.cap); IMMORTAL(a[0].cap);",
     "unknown: unknown"},
    {"struct state s; s.cap = MAKE(); if (!s.cap) return 0; take(s); "
     "IMMORTAL(s.cap);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; PyDict_GetItemRef(arg, arg, &p); "
     "IMMORTAL(p);",
     "unknown: maybe-shared"},
};

class FreshnessTest
    : public ::testing::TestWithParam<std::tuple<const char *, Language>> {
protected:
  void check(llvm::ArrayRef<Case> Cases) {
    const auto [Name, In] = GetParam();
    const std::optional<Headers> Python = findHeaders(Name);
    if (!Python)
      GTEST_SKIP() << "no headers of Python " << Name;
    std::string Code =
        std::string("#include <setjmp.h>\n#include <assert.h>\n") +
        Declarations;
    Code += In == Language::C
                ? "struct state *make_state(void);\n"
                : "extern \"C\" struct state *make_state(void);\n";
    Code += "#if PY_VERSION_HEX < 0x030D0000\n#ifdef __cplusplus\nextern "
            "\"C\"\n#endif\nint PyDict_GetItemRef(PyObject *, PyObject *, "
            "PyObject **);\n#endif\n#if PY_VERSION_HEX < 0x030A0000\n"
            "static inline PyObject *Py_NewRef(PyObject *o) { Py_INCREF(o); "
            "return o; }\n#endif\n";
    unsigned Number = 0;
    for (const Case &C : Cases)
      Code += "void *f" + std::to_string(Number++) +
              "(PyObject *arg, struct state *st, int n) {\nPyObject *p, *q, "
              "*r;\n" +
              C.Body + "\nreturn 0; }\n";
    const auto AST = parse(*Python, In, Code);
    ASSERT_TRUE(AST);
    Analysis Judge(AST->getASTContext(), Options());
    Number = 0;
    for (const Case &C : Cases)
      EXPECT_EQ(verdicts(*AST, Judge, "f" + std::to_string(Number++)),
                C.Expected)
          << C.Body;
  }
};

TEST_P(FreshnessTest, Proves) { check(Proofs); }
TEST_P(FreshnessTest, Refuses) { check(Refusals); }
TEST_P(FreshnessTest, DoesNotGuess) { check(Unknowns); }

INSTANTIATE_TEST_SUITE_P(
    Pythons, FreshnessTest,
    ::testing::Combine(::testing::Values("3.9", "3.10", "3.11", "3.12", "3.13",
                                         "3.14", "3.15", "3.13t", "3.15t",
                                         "3.15d"),
                       ::testing::Values(Language::C, Language::CXX)),
    [](const auto &Info) {
      std::string Name = std::string("Python") + std::get<0>(Info.param) +
                         (std::get<1>(Info.param) == Language::C ? "C" : "CXX");
      std::replace(Name.begin(), Name.end(), '.', '_');
      return Name;
    });

} // namespace
