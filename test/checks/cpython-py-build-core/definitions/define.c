// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=all
// RUN: %tidy_case %s cpython-py-build-core -std=c++11,c++23 -python=3.15

// One warning where the macro is defined; its notes name the internal headers
// and what needs them.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header 'internal/pycore_object.h' is included here

void track(PyObject *op);

void track(PyObject *op) {
  _PyObject_GC_TRACK(op);
  // CHECK-NOTES: :[[@LINE-1]]:3: note: '_PyObject_GC_TRACK' is used 2 times, first here; use 'PyObject_GC_Track'
  _PyObject_GC_TRACK(op);
}
