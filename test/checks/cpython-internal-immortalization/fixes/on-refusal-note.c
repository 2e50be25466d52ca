// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -config='{CheckOptions: {OnRefusal: error}}'
// RUN: %tidy_case %s cpython-internal-immortalization -std=c++17 -compile-with=3.15+ -config='{CheckOptions: {OnRefusal: error}}'

// Why there is no fix is said only where the style is the reason. A parameter is
// the caller's to give up.

#define Py_BUILD_CORE
#include <Python.h>
#include "internal/pycore_object.h"

extern int handlers;
PyObject *new_handler(void);

static int keep(PyObject *op) {
  if (op == NULL)
    return -1;
  _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-NOTES: :[[@LINE-5]]:27: note: the object is the parameter 'op'
  // CHECK-NOTES: :[[@LINE-3]]:3: note: not rewritten: 'OnRefusal' is 'error', and it is not certain how this code fails like that
  return 0;
}

PyObject *new_handler(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg.handler", NULL);
  if (keep(capsule) < 0)
    return NULL;
  return capsule;
}
