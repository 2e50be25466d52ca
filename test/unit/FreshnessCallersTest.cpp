// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FreshnessFixture.h"

using namespace immortal::freshness;
using namespace immortal::freshness::testing;

namespace {

const Unit Units[] = {
    {"good_wrapper",
     "static void good_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int good_caller(void) { good_wrapper(capsule()); return 0; }\n"
     "int other_good_caller(void) { PyObject *p = PyList_New(0); if (!p) "
     "return "
     "1; good_wrapper(p); return 0; }",
     "proven"},
    {"untested_wrapper",
     "static void untested_wrapper(PyObject *o) { IMMORTAL(o); }\n"
     "int untested_caller(void) { untested_wrapper(capsule()); return 0; }",
     "unknown: null"},
    {"tested_outside",
     "static void tested_outside(PyObject *o) { IMMORTAL(o); }\n"
     "int testing_caller(void) { PyObject *p = capsule(); if (!p) return 1; "
     "tested_outside(p); return 0; }",
     "proven"},
    {"skipped_wrapper",
     "static void skipped_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int seen_caller(void) { skipped_wrapper(capsule()); return 0; }\n"
     "#if 0\nint skipped_caller(void) { skipped_wrapper(global); }\n#endif\n",
     "unknown: parameter"},
    {"global_wrapper",
     "static void global_wrapper(PyObject *o) { Py_XINCREF(global); "
     "if (o) IMMORTAL(o); }\n"
     "int global_caller(void) { PyObject *p = capsule(); global = p; "
     "global_wrapper(p); return 0; }",
     "unknown: parameter"},
    {"both_wrapper",
     "static void both_wrapper(PyObject *o, PyObject *q) { Py_XINCREF(q); "
     "if (o) IMMORTAL(o); }\n"
     "int both_caller(void) { PyObject *p = capsule(); both_wrapper(p, p); "
     "return 0; }",
     "unknown: parameter"},
    {"mixed_wrapper",
     "static void mixed_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int first_caller(void) { mixed_wrapper(capsule()); return 0; }\n"
     "int second_caller(void) { mixed_wrapper(global); return 0; }",
     "unknown: parameter"},
    {"visible_wrapper",
     "void visible_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int visible_caller(void) { visible_wrapper(capsule()); return 0; }",
     "unknown: parameter"},
    {"named_wrapper",
     "static void named_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "void (*named)(PyObject *) = named_wrapper;\n"
     "int naming_caller(void) { named_wrapper(capsule()); return 0; }",
     "unknown: parameter"},
    {"used_wrapper",
     "__attribute__((used)) static void used_wrapper(PyObject *o) { if (o) "
     "IMMORTAL(o); }\n"
     "int using_caller(void) { used_wrapper(capsule()); return 0; }",
     "unknown: parameter"},
    {"uncalled_wrapper",
     "static void uncalled_wrapper(PyObject *o) { if (o) IMMORTAL(o); }",
     "unknown: parameter"},
    {"inner_wrapper",
     "static void inner_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "static void outer_wrapper(PyObject *o) { inner_wrapper(o); }\n"
     "int outer_caller(void) { outer_wrapper(capsule()); return 0; }",
     "proven"},
    {"leaky_wrapper",
     "static void leaky_wrapper(PyObject *o) { if (!o) return; global = o; "
     "look(); IMMORTAL(o); }\n"
     "int leaky_caller(void) { leaky_wrapper(capsule()); return 0; }",
     "unknown: parameter"},
    {"counting_wrapper",
     "static void counting_wrapper(PyObject *o) { Py_INCREF(o); IMMORTAL(o); "
     "}\n"
     "int counting_caller(void) { counting_wrapper(capsule()); return 0; }",
     "never: not-unique"},
    {"recursive_wrapper",
     "static void recursive_wrapper(PyObject *o, int n) { if (n) "
     "recursive_wrapper(o, n - 1); if (o) IMMORTAL(o); }\n"
     "int recursive_caller(void) { recursive_wrapper(capsule(), 3); return 0; "
     "}",
     "unknown: already-immortal"},
    {"twice_wrapper",
     "static void twice_wrapper(PyObject *o) { if (o) IMMORTAL(o); }\n"
     "int twice_caller(void) { PyObject *p = capsule(); twice_wrapper(p); "
     "twice_wrapper(p); return 0; }",
     "unknown: parameter"},
    // Who is called by the interpreter does not own its arguments.
    {"a_method",
     "static PyObject *a_method(PyObject *self, PyObject *o) { IMMORTAL(o); "
     "return 0; }\n"
     "static PyMethodDef methods[] = {{\"a\", a_method, METH_O, 0}, {0, 0, 0, "
     "0}};",
     "never: argument"},
    {"fast_method",
     "static PyObject *fast_method(PyObject *self, PyObject *const *args, "
     "Py_ssize_t n) { IMMORTAL(args[0]); IMMORTAL(args[1]); IMMORTAL(*args); "
     "PyObject *o = args[n - 1]; Py_INCREF(o); IMMORTAL(o); return 0; }\n"
     "static PyMethodDef fast_methods[] = {{\"a\", "
     "(PyCFunction)(void *)fast_method, METH_FASTCALL, 0}, {0, 0, 0, 0}};",
     "never: argument; never: argument; never: argument; never: argument"},
    {"walking_method",
     "static PyObject *walking_method(PyObject *self, PyObject *const *args, "
     "Py_ssize_t n) { PyObject *const more[1] = {capsule()}; if (!more[0]) "
     "return 0; args = n ? args : more; IMMORTAL(args[0]); return 0; }\n"
     "static PyMethodDef walking_methods[] = {{\"a\", "
     "(PyCFunction)(void *)walking_method, METH_FASTCALL, 0}, {0, 0, 0, 0}};",
     "unknown: unknown"},
    {"plain_fast_function",
     "static PyObject *plain_fast_function(PyObject *self, PyObject *const "
     "*args, Py_ssize_t n) { IMMORTAL(args[1]); return 0; }",
     "unknown: unknown"},
    {"tuple_method",
     "static PyObject *tuple_method(PyObject *self, PyObject *args) { PyObject "
     "*o = PyTuple_GET_ITEM(args, 1); IMMORTAL(o); "
     "IMMORTAL(PyTuple_GetItem(args, 0)); return 0; }\n"
     "static PyMethodDef tuple_methods[] = {{\"a\", tuple_method, "
     "METH_VARARGS, 0}, {0, 0, 0, 0}};",
     "never: borrowed; never: borrowed"},
    {"own_method",
     "static PyObject *own_method(PyObject *self, PyObject *o) { "
     "IMMORTAL(self); "
     "return 0; }\n"
     "static PyMethodDef own_methods[] = {{\"a\", (PyCFunction)own_method, "
     "METH_O, 0}, {0, 0, 0, 0}};",
     "never: argument"},
    {"balanced_method",
     "static PyObject *balanced_method(PyObject *self, PyObject *o) { "
     "Py_INCREF(o); Py_DECREF(o); IMMORTAL(o); return 0; }\n"
     "static PyMethodDef more[] = {{\"a\", balanced_method, METH_O, 0}};",
     "never: argument"},
    {"an_exec",
     "static int an_exec(PyObject *m) { IMMORTAL(m); return 0; }\n"
     "static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)an_exec}, {0, "
     "0}};",
     "never: argument"},
    {"a_repr",
     "static PyObject *a_repr(PyObject *self) { IMMORTAL(self); return 0; }\n"
     "static PyType_Slot type_slots[] = {{Py_tp_repr, (void *)a_repr}, {0, "
     "0}};",
     "never: argument"},
    {"an_init",
     "static int an_init(PyObject *self, PyObject *a, PyObject *k) { "
     "IMMORTAL(self); return 0; }\n"
     "static PyType_Slot init_slots[] = {{Py_tp_init, (void *)an_init}, {0, "
     "0}};",
     "unknown: parameter"},
    {"a_new",
     "static PyObject *a_new(PyTypeObject *type, PyObject *a, PyObject *k) { "
     "PyObject *self = type->tp_alloc(type, 0); if (!self) return 0; "
     "IMMORTAL(self); return self; }\n"
     "static PyType_Slot new_slots[] = {{Py_tp_new, (void *)a_new}, {0, 0}};",
     "proven"},
    {"plain",
     "static PyObject *plain(PyObject *self, PyObject *o) { IMMORTAL(o); "
     "return 0; }",
     "unknown: parameter"},
};

class CallersTest : public FreshnessTest {};

TEST_P(CallersTest, DecideAboutParameters) { check(Units); }

INSTANTIATE_TEST_SUITE_P(Pythons, CallersTest, allPythons(), nameOfPython);

} // namespace
