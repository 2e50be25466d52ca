// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

// Counts that the code sets by itself.
const Case Counted[] = {
    {"p = MAKE(); if (!p) return 0; Py_SET_REFCNT(p, 2); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; if (Py_REFCNT(p) == 1) "
     "IMMORTAL(p);",
     "proven"},
    // By other ways to the count than its name behind the object's.
    {"p = MAKE(); if (!p) return 0; *(unsigned *)p = 2; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; ((unsigned *)p)[0] += 2; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; *(char *)p = n; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; long *word = (long *)p; ++*word; "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; long *word = (long *)p; word[n]--; "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"struct raw { unsigned count; }; p = MAKE(); if (!p) return 0; ((struct "
     "raw *)p)->count = 2; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; p += n; IMMORTAL(p);", "unknown: unknown"},
    // Whoever runs at the end of the block has the address of a second name.
    {"void drop(PyObject **); p = MAKE(); if (!p) return 0; { "
     "__attribute__((cleanup(drop))) PyObject *other = p; use(other); } "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = PyBytes_FromStringAndSize(0, 9); if (!p) return 0; "
     "_PyBytes_Resize(&p, 5); if (!p) return 0; IMMORTAL(p);",
     "unknown: maybe-shared"},
    // Stores that do not lead there.
    {"p = MAKE(); if (!p) return 0; errno = 0; IMMORTAL(p);", "proven"},
    {"int a[2], *to = a; p = MAKE(); if (!p) return 0; global = p; *to = 1; "
     "a[1] = 2; IMMORTAL(p);",
     "proven"},
    {"struct object *o = PyObject_New(struct object, &PyBaseObject_Type); if "
     "(!o) return 0; o->text[0] = 'a'; o[0].number = 1; (*o).number++; "
     "IMMORTAL(o);",
     "proven"},
};

// The field has another name, or none, in free-threaded builds.
const Case CountedByName[] = {
    {"p = MAKE(); if (!p) return 0; p->ob_refcnt++; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; p[0].ob_refcnt++; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; (*p).ob_refcnt += 1; IMMORTAL(p);",
     "unknown: unknown"},
    {"struct object *o = PyObject_New(struct object, &PyBaseObject_Type); if "
     "(!o) return 0; o[0].ob_base.ob_refcnt = 2; IMMORTAL(o);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; COUNT *count = &p->ob_refcnt; ++*count; "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; COUNT *count = &p->ob_refcnt; count[0] = "
     "3; IMMORTAL(p);",
     "unknown: unknown"},
};
const Case CountedByReference[] = {
    {"p = MAKE(); if (!p) return 0; COUNT &count = p->ob_refcnt; ++count; "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; bump(p->ob_refcnt); IMMORTAL(p);",
     "unknown: unknown"},
};
const char *const Count = "#if PY_VERSION_HEX >= 0x030E0000\n"
                          "typedef uint32_t COUNT;\n#else\n"
                          "typedef Py_ssize_t COUNT;\n#endif\n"
                          "#ifdef __cplusplus\nvoid bump(COUNT &);\n#endif\n";

const Case Refusals[] = {
    // What is asked may be another object than the one in question.
    {"p = MAKE(); q = p; if (n) p = st->cap; if (!p) return 0; IMMORTAL(q);",
     "unknown: null"},
    {"p = MAKE(); q = p; if (p == st->cap) return 0; IMMORTAL(q);",
     "unknown: null"},
    {"p = MAKE(); if ((p != NULL) == 1) return 0; IMMORTAL(p);",
     "unknown: null"},
    {"p = MAKE(); if ((p != NULL) == 0) return 0; IMMORTAL(p);", "proven"},
    // Read through another name, or at another time, than it was written.
    {"p = MAKE(); if (!p) return 0; struct { const char *n; PyObject *o; } "
     "all[] = {{\"a\", p}, {\"b\", arg}}; for (int i = 0; i < 2; ++i) "
     "Py_INCREF(all[i].o); IMMORTAL(p);",
     "unknown: unknown"},
    {"PyObject *all[2], **name = all; all[0] = MAKE(); if (!all[0]) return 0; "
     "Py_INCREF(*name); IMMORTAL(all[0]);",
     "unknown: unknown"},
    {"struct { PyObject *o; } one; one.o = MAKE(); if (!one.o) return 0; "
     "Py_INCREF(*(PyObject **)&one); IMMORTAL(one.o);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; PyObject **one = &p, ***two = &one; "
     "Py_INCREF(**two); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; PyObject *volatile same = p; "
     "Py_INCREF(same); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; union { PyObject *o; long n; } same = {p}; "
     "Py_INCREF(same.o); IMMORTAL(p);",
     "unknown: unknown"},
    {"struct { PyObject *a[3]; } all, *name = &all; all.a[2] = MAKE(); "
     "if (!all.a[2]) return 0; for (int i = 0; i < 3; ++i) "
     "Py_XINCREF(name->a[i]); IMMORTAL(all.a[2]);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; global = p; PyErr_Print(); IMMORTAL(p);",
     "unknown: unknown"},
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
    {"IMMORTAL(PyList_GET_ITEM(arg, n));", "never: borrowed"},
    {"p = PyTuple_GET_ITEM(st->cap, 0); Py_INCREF(p); IMMORTAL(p);",
     "never: not-unique"},
    {"IMMORTAL(PySequence_Fast_GET_ITEM(arg, 0));", "never: borrowed"},
    {"p = MAKE(); if (!p) return 0; Py_DECREF(p); IMMORTAL(p);",
     "never: released"},
    {"p = MAKE(); if (!p) return 0; q = PyWeakref_NewRef(p, NULL); "
     "IMMORTAL(p);",
     "never: weakly-referenced"},
    {"struct object o; IMMORTAL(&o);", "never: embedded"},
    {"static PyObject zero; IMMORTAL(&zero);", "never: zero-static"},
    {"PyObject_Init((PyObject *)&st->sub, &PyBaseObject_Type); "
     "IMMORTAL((PyObject *)&st->sub);",
     "never: embedded"},
    {"PyObject o; PyObject_Init(&o, &PyBaseObject_Type); IMMORTAL(&o);",
     "never: embedded"},
    {"p = (PyObject *)malloc(sizeof *p); if (!p) return 0; PyObject_Init(p, "
     "&PyBaseObject_Type); Py_INCREF(p); IMMORTAL(p);",
     "never: not-unique"},
    {"Py_INCREF(arg); IMMORTAL(arg);", "never: not-unique"},
};

const Case Unknowns[] = {
    // Copied byte by byte: another name that nobody sees. Not so for a number.
    {"q = NULL; p = MAKE(); if (!p) return 0; char *to = (char *)&q; const "
     "char "
     "*from = (const char *)&p; for (unsigned i = 0; i < sizeof p; ++i) to[i] "
     "= "
     "from[i]; Py_INCREF(q); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; q = (PyObject *)*(unsigned long *)&p; "
     "Py_INCREF(q); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; ((char *)&n)[0] = 1; IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) return 0; void *at = &p; Py_INCREF(*(PyObject "
     "**)at); IMMORTAL(p);",
     "unknown: unknown"},
    {"q = NULL; p = MAKE(); if (!p) return 0; void *to = &q; const void *from "
     "= &p; for (unsigned i = 0; i < sizeof p; ++i) ((char *)to)[i] = "
     "((const char *)from)[i]; Py_INCREF(q); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; void *at = &n; *(unsigned *)at = 1; "
     "IMMORTAL(p);",
     "proven"},
    // Methods that may keep the object, or whose types are not known.
    {"p = PyObject_CallNoArgs(arg); q = PyObject_New(PyObject, "
     "(PyTypeObject *)arg); if (!q) return 0; PyObject_Repr(q); IMMORTAL(q);",
     "unknown: unknown"},
    {"p = PyList_New(1); if (!p) return 0; PyObject_Repr(p); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = MAKE(); if (!p) return 0; q = PyObject_RichCompare(p, arg, Py_EQ); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = PyLong_FromLong(100000); if (!p) return 0; PyDict_Contains(arg, p); "
     "IMMORTAL(p);",
     "unknown: unknown"},
    {"p = n ? PyLong_FromLong(100000) : PyList_New(1); if (!p) return 0; "
     "PyObject_Hash(p); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = (PyObject *)malloc(sizeof *p); if (!p) return 0; IMMORTAL(p);",
     "unknown: unknown"},
    {"p = (PyObject *)malloc(sizeof *p); use(p); if (!p) return 0; "
     "PyObject_Init(p, &PyBaseObject_Type); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = (PyObject *)malloc(sizeof *p); if (!p) return 0; global = p; "
     "PyObject_Init(p, &PyBaseObject_Type); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = (PyObject *)malloc(sizeof *p); PyObject_Init(p, &PyBaseObject_Type); "
     "IMMORTAL(p);",
     "unknown: null"},
    {"static PyObject zero; PyObject_Init(&zero, &PyBaseObject_Type); look(); "
     "IMMORTAL(&zero);",
     "unknown: unknown"},
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

class Doubts : public FreshnessTest {};

TEST_P(Doubts, Refuses) { check(Refusals); }
TEST_P(Doubts, SeesOwnCounting) { check(Counted); }
TEST_P(Doubts, SeesOwnCountingByTheField) {
  const auto [Python, In] = GetParam();
  if (llvm::StringRef(Python).ends_with("t"))
    GTEST_SKIP() << "free-threaded objects have no ob_refcnt";
  check(CountedByName, {}, Count);
  if (In == Language::CXX)
    check(CountedByReference, {}, Count);
}
TEST_P(Doubts, DoesNotGuess) { check(Unknowns); }

INSTANTIATE_TEST_SUITE_P(Pythons, Doubts, allPythons(), nameOfPython);

} // namespace
