// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15

// A macro of the user's counts where it spells the name: once, however often it
// is expanded, and also if it never is.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

#define TRACK(op) _PyObject_GC_TRACK((PyObject *)(op))
// CHECK-NOTES: :[[@LINE-1]]:19: note: '_PyObject_GC_TRACK' is used here; use 'PyObject_GC_Track'
#define UNTRACK(op) _PyObject_GC_UNTRACK((PyObject *)(op))
// CHECK-NOTES: :[[@LINE-1]]:21: note: '_PyObject_GC_UNTRACK' is used here; use 'PyObject_GC_UnTrack'

void track_both(PyObject *a, PyObject *b);
void track_both(PyObject *a, PyObject *b) {
  TRACK(a);
  TRACK(b);
}
