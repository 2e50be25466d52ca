// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++11 -python=3.14

// A wrapper is reported where it spells the private name; its callers, and a
// macro that calls it, are not.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

void CPy_SetImmortal(PyObject *obj) {
  _Py_SetImmortal(obj);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here: {{.*}} [cpython-internal-immortalization]
}

#define KEEP(op) CPy_SetImmortal((PyObject *)(op))

int init_constants(PyObject *module, PyObject *name, PyObject *value) {
  CPy_SetImmortal(name);
  KEEP(value);
  return PyModule_AddObjectRef(module, "value", value);
}
