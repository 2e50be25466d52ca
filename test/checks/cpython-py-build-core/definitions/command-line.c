// CHECK-MESSAGES: :1:1: warning: '-DPy_BUILD_CORE=1' on the command line opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15,3.15t -- -DPy_BUILD_CORE=1

// The build script defines the macro: the warning stands at the start of the
// file and names the option.
#include <Python.h>
#include "internal/pycore_gc.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header 'internal/pycore_gc.h' is included here

int is_tracked(PyObject *op);

int is_tracked(PyObject *op) {
  return _PyObject_GC_IS_TRACKED(op);
  // CHECK-NOTES: :[[@LINE-1]]:10: note: '_PyObject_GC_IS_TRACKED' is used here; use 'PyObject_GC_IsTracked' (since 3.9)
}
