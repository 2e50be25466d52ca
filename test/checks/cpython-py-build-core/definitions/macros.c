// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15 -suffix=MODULE -- -DWITH_MODULE
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15 -suffix=BUILTIN

// The macros of the standard library's modules imply Py_BUILD_CORE.
#ifdef WITH_MODULE
#define Py_BUILD_CORE_MODULE
// CHECK-MESSAGES-MODULE: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE_MODULE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#else
#define Py_BUILD_CORE_BUILTIN
// CHECK-MESSAGES-BUILTIN: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE_BUILTIN' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#endif
#include <Python.h>
#include "internal/pycore_object.h"

void untrack(PyObject *op);

void untrack(PyObject *op) {
  _PyObject_GC_UNTRACK(op);
}
