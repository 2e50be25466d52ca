// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15 -compile-with=none
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12 -suffix=OLD -compile-with=none

// A definition for older versions only is what remains of a finished migration.
#include <patchlevel.h>
#if PY_VERSION_HEX < 0x030D0000
#define Py_BUILD_CORE
// CHECK-MESSAGES-OLD: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#endif
#include <Python.h>
#if PY_VERSION_HEX < 0x030D0000
#include "internal/pycore_object.h"
#endif

void track(PyObject *op);

void track(PyObject *op) {
#if PY_VERSION_HEX < 0x030D0000
  _PyObject_GC_TRACK(op);
#else
  PyObject_GC_Track(op);
#endif
}
