// RUN: %tidy_case %s cpython-py-build-core,cpython-internal-immortalization -std=c17 -python=3.15 -suffix=BOTH -compile-with=3.15+
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -suffix=ALONE

// One of two calls stays: somebody else made the object. Without the other check
// both stay.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"

void keep(PyObject *op);
void keep(PyObject *op) {
  _Py_SetImmortal(op);
  // CHECK-MESSAGES-BOTH: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython
}

PyObject *make(void);
PyObject *make(void) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  _Py_SetImmortal(list);
  // CHECK-MESSAGES-BOTH: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES-BOTH:   (void)PyUnstable_SetImmortal(list);
  return list;
}
