// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// Code for the free-threaded build names what no public header declares.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

int try_incref(PyObject *op);
int try_incref(PyObject *op) {
#ifdef Py_GIL_DISABLED
  return _Py_TryIncrefFast(op);
// CHECK-NOTES: :[[@LINE-1]]:10: note: not removed automatically: '_Py_TryIncrefFast' may need it in another configuration
#else
  Py_INCREF(op);
  return 1;
#endif
}
