/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the verification of py_immortal.h does besides judging an object: sites,
 * handlers, counters, arguments, threads and interpreters.
 */
#include "py_immortal.h"

#include "objects.h"

enum { COLLECTED = 64 };
static const char *collected[COLLECTED];
static int collected_count;
static PyObject *collected_object;

static void collect(const PyImmortal_Violation *violation) {
  if (collected_count < COLLECTED)
    collected[collected_count++] = violation->kind;
  collected_object = violation->object;
}

/** The kinds that a call with `op` is reported with. */
static PyObject *kinds_of(PyObject *op) {
  PyImmortal_Handler before = PyImmortal_SetHandler(collect);
  PyObject *kinds = PyList_New(0);
  int i, returned, is_immortal;
  collected_count = 0;
  collected_object = NULL;
  returned = PyImmortal_Set(op);
  PyImmortal_SetHandler(before);
  is_immortal = op != NULL && PyImmortal_Is(op);
  for (i = 0; i < collected_count; ++i) {
    PyObject *kind = PyUnicode_FromString(collected[i]);
    PyList_Append(kinds, kind);
    Py_DECREF(kind);
  }
  if (collected_count > 0 && collected_object != op)
    return PyErr_Format(PyExc_AssertionError,
                        "the report is of another object");
  return Py_BuildValue("Nii", kinds, returned, is_immortal);
}

static PyObject *ask_argument(PyObject *self, PyObject *argument) {
  (void)self;
  return kinds_of(argument);
}

/* Kind, text and whether it is advice: compared with the checks' table. */
static PyObject *kinds(PyObject *self, PyObject *arguments) {
  PyObject *list = PyList_New(0);
  (void)self;
  (void)arguments;
#define KIND(Name, Advice, Word, Text)                                         \
  {                                                                            \
    PyObject *row = Py_BuildValue("(ssi)", Word, Text, Advice);                \
    PyList_Append(list, row);                                                  \
    Py_DECREF(row);                                                            \
  }
  PY_IMMORTAL_KINDS_(KIND)
#undef KIND
  return list;
}

/* One call site, as often as the caller likes. */
static PyObject *one_site(PyObject *self, PyObject *number) {
  long i, n = PyLong_AsLong(number);
  (void)self;
  for (i = 0; i < n; ++i) {
    PyObject *op = new_capsule();
    PyImmortal_Set(op);
  }
  Py_RETURN_NONE;
}

static PyObject *refused_site(PyObject *self, PyObject *number) {
  long i, n = PyLong_AsLong(number);
  PyObject *op = incref(new_capsule());
  (void)self;
  for (i = 0; i < n; ++i)
    PyImmortal_Set(op);
  Py_RETURN_NONE;
}

static PyObject *advised_site(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  return PyLong_FromLong(PyImmortal_Set(PyList_New(0)));
}

static PyObject *with_exception(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  PyErr_SetString(PyExc_LookupError, "set before the call");
  PyImmortal_Set(new_capsule());
  PyImmortal_Try(incref(new_capsule()));
  return NULL;
}

static PyObject *without_thread_state(PyObject *self, PyObject *arguments) {
  PyObject *op = PyBytes_FromString("ab");
  (void)self;
  (void)arguments;
  Py_BEGIN_ALLOW_THREADS;
  PyImmortal_Set(op);
  Py_END_ALLOW_THREADS;
  Py_RETURN_NONE;
}

static void ignore_violation(const PyImmortal_Violation *violation) {
  (void)violation;
}

/** Each setting returns the one before. */
static PyObject *handlers_are_returned(PyObject *self, PyObject *arguments) {
  int right = PyImmortal_SetHandler(collect) == NULL;
  (void)self;
  (void)arguments;
  right &= PyImmortal_SetHandler(ignore_violation) == collect;
  right &= PyImmortal_SetHandler(NULL) == ignore_violation;
  return PyBool_FromLong(right);
}

/** Another file of the module, with counters and handler in common. */
#ifdef __cplusplus
extern "C"
#else
extern
#endif
    int
    set_in_second_unit(PyObject *op);

static PyObject *second_unit(PyObject *self, PyObject *arguments) {
  (void)self;
  (void)arguments;
  return PyLong_FromLong(set_in_second_unit(incref(new_capsule())));
}

/* An immortal object that another module decrefs. */
static PyObject *immortal_bytes(PyObject *self, PyObject *arguments) {
  PyObject *op = PyBytes_FromString("a long-lived bytes object");
  (void)self;
  (void)arguments;
  PyImmortal_Set(op);
  return op;
}

static PyMethodDef methods[] = {
    {"ask_argument", ask_argument, METH_O, NULL},
    {"kinds", kinds, METH_NOARGS, NULL},
    {"one_site", one_site, METH_O, NULL},
    {"refused_site", refused_site, METH_O, NULL},
    {"advised_site", advised_site, METH_NOARGS, NULL},
    {"with_exception", with_exception, METH_NOARGS, NULL},
    {"without_thread_state", without_thread_state, METH_NOARGS, NULL},
    {"handlers_are_returned", handlers_are_returned, METH_NOARGS, NULL},
    {"second_unit", second_unit, METH_NOARGS, NULL},
    {"immortal_bytes", immortal_bytes, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}};

/* Two phases, so that a subinterpreter may import it too. */
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL}};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                 "verified",
                                 NULL,
                                 0,
                                 methods,
                                 slots,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_verified(void) { return PyModuleDef_Init(&definition); }
