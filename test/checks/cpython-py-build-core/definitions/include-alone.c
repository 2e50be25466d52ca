// RUN: %tidy_case %s cpython-py-build-core -std=c17,c++17 -python=3.15 -- -isystem Inputs/third-party

// Somebody else's header defines the macro; the include is the user's.
#include <opens-internals.h>
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'internal/pycore_object.h' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]

void track(PyObject *op);

void track(PyObject *op) {
  _PyObject_GC_TRACK(op);
  // CHECK-NOTES: :[[@LINE-1]]:3: note: '_PyObject_GC_TRACK' is used here; use 'PyObject_GC_Track'
}
