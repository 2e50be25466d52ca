// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15
// RUN: %tidy_case %s cpython-py-build-core -std=c++17 -python=3.15

// The definition goes with its guard and the includes; other lines stay.

/* Needed for the frames, long ago. */
#ifndef Py_BUILD_CORE
#  define Py_BUILD_CORE 1 /* opens the
                             internals */
#endif
// CHECK-MESSAGES: :[[@LINE-3]]:11: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "internal/pycore_object.h" // _PyObject_GC_TRACK
#include "structmember.h"
// CHECK-FIXES: /* Needed for the frames, long ago. */
// CHECK-FIXES-NOT: #endif
// CHECK-FIXES: #define PY_SSIZE_T_CLEAN
// CHECK-FIXES-NEXT: #include <Python.h>
// CHECK-FIXES-NEXT: #include "structmember.h"

void track(PyObject *op);
void track(PyObject *op) { PyObject_GC_Track(op); }
