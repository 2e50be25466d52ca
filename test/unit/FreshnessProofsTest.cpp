// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

const Case Proven[] = {
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
    {"p = MAKE(); if (__extension__(!p)) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (look(), !p) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE() ?: PyList_New(0); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = MAKE(); if (!(p ?: q)) return 0; if (p) IMMORTAL(p);", "proven"},
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
    // What is behind a loop, before it, and in it.
    {"while (look()) use(arg); p = MAKE(); if (!p) return 0; IMMORTAL(p); "
     "while "
     "(n--) { q = MAKE(); if (!q) return 0; IMMORTAL(q); } r = MAKE(); if (!r) "
     "return 0; IMMORTAL(r); IMMORTAL(p);",
     "proven; proven; proven; never: already-immortal"},
    // Methods of CPython's that keep nothing.
    {"p = PyLong_FromLong(100000); if (!p) return 0; PyObject_Repr(p); "
     "IMMORTAL(p);",
     "proven"},
    {"p = MAKE(); if (!p) return 0; st->cap = p; PyObject_Hash(p); "
     "IMMORTAL(st->cap);",
     "proven"},
    {"p = PyFloat_FromDouble(1.5); q = PyLong_FromLong(100000); if (!p || !q) "
     "return 0; PyObject_RichCompareBool(p, q, Py_LT); IMMORTAL(p); "
     "IMMORTAL(q);",
     "proven; proven"},
    {"p = n ? PyFloat_FromDouble(1.5) : PyLong_FromLong(100000); if (!p) "
     "return 0; PyObject_IsTrue(p); PyObject_HasAttrString(p, \"real\"); "
     "IMMORTAL(p);",
     "proven"},
    // Memory of one's own.
    {"p = (PyObject *)PyObject_Malloc(sizeof *p); if (!p) return 0; "
     "PyObject_Init(p, &PyBaseObject_Type); IMMORTAL(p);",
     "proven"},
    {"p = (PyObject *)malloc(sizeof *p); if (!p) return 0; p = "
     "PyObject_Init(p, &PyBaseObject_Type); IMMORTAL(p);",
     "proven"},
    {"static struct object zeroed; PyObject_Init(&zeroed.ob_base, "
     "&PyBaseObject_Type); IMMORTAL(&zeroed);",
     "proven"},
};

// Functions that are defined in the same translation unit.
const Case Bodies[] = {
    {"p = capsule(); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = checked_capsule(); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = checked_capsule(); IMMORTAL(p);", "unknown: null"},
    {"p = either(n); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = cached(); if (!p) return 0; IMMORTAL(p);", "unknown: unknown"},
    {"p = recorded(); if (!p) return 0; IMMORTAL(p);", "unknown: unknown"},
    {"p = fresh_or_not(n); if (!p) return 0; IMMORTAL(p);", "unknown: unknown"},
    {"p = same(capsule()); if (!p) return 0; IMMORTAL(p);", "proven"},
    {"p = same(arg); if (!p) return 0; IMMORTAL(p);", "unknown: parameter"},
    {"p = capsule(); if (!p) return 0; IMMORTAL(second(arg, p));", "proven"},
    {"p = counted(capsule()); if (!p) return 0; IMMORTAL(p);",
     "never: not-unique"},
    {"p = capsule(); if (!is_ok(p)) return 0; if (p) IMMORTAL(p);", "proven"},
    {"p = capsule(); if (!p) return 0; incref(p); decref(p); IMMORTAL(p);",
     "proven"},
    {"p = capsule(); if (!p) return 0; incref(p); IMMORTAL(p);",
     "never: not-unique"},
    {"p = capsule(); if (!p) return 0; keep(arg, p); IMMORTAL(p);",
     "never: not-unique"},
    {"p = capsule(); if (!p) return 0; maybe_keep(arg, p); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = capsule(); if (!p) return 0; give(arg, p); IMMORTAL(p);",
     "never: stolen"},
    {"p = capsule(); if (!p) return 0; store(p); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = capsule(); if (!p) return 0; store(p); look(); IMMORTAL(p);",
     "unknown: unknown"},
    {"p = capsule(); if (!p) return 0; make_immortal(p); IMMORTAL(p);",
     "never: already-immortal"},
    {"if (fill(&p) < 0) return 0; if (p) IMMORTAL(p);", "proven"},
    {"fill_shared(&p); if (p) IMMORTAL(p);", "unknown: unknown"},
    {"p = 0; fill_sometimes(&p); if (p) IMMORTAL(p);", "unknown: unknown"},
    {"p = forever(n); if (p) IMMORTAL(p);", "unknown: unknown"},
    {"p = ping(n); if (p) IMMORTAL(p);", "unknown: unknown"},
};

class Proofs : public FreshnessTest {};

TEST_P(Proofs, OfOneFunction) { check(Proven); }
TEST_P(Proofs, WithTheBodiesOfOthers) { check(Bodies); }

INSTANTIATE_TEST_SUITE_P(Pythons, Proofs, allPythons(), nameOfPython);

} // namespace
