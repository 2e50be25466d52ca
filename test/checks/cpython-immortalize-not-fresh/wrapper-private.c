// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.14+ -compile-with=3.14+
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17 -python=3.15 -compile-with=3.15+

// Wrappers of wrappers, around the private function: one method passes its
// argument on, the other a new object.

#define Py_BUILD_CORE
#include <Python.h>
#include "internal/pycore_object.h"

static void freeze(PyObject *op) { if (op) (_Py_SetImmortal)(op); }

static PyObject *frozen(PyObject *op) {
  freeze(op);
  return op;
}

static PyObject *freeze_argument(PyObject *m, PyObject *arg) {
  (void)m;
  frozen(arg);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: the object is the caller's: a C method's arguments are borrowed
  // CHECK-NOTES: :[[@LINE-4]]:57: note: the object is the parameter 'arg'
  // CHECK-NOTES: :[[@LINE-9]]:3: note: 'frozen' makes it immortal here
  // CHECK-NOTES: :[[@LINE-13]]:45: note: 'freeze' makes it immortal here
  Py_RETURN_NONE;
}

static PyObject *new_frozen(PyObject *m, PyObject *arg) {
  (void)m;
  (void)arg;
  return frozen(PyList_New(0));
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {
    {"freeze", freeze_argument, METH_O, NULL},
    {"new_frozen", new_frozen, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
