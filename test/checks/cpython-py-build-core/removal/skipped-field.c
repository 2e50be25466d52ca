// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// Code for another configuration reads a field of an internal struct.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

void *next_interpreter(PyInterpreterState *interp);
void *next_interpreter(PyInterpreterState *interp) {
#ifdef WALK_BY_HAND
  return interp->next;
// CHECK-NOTES: :[[@LINE-1]]:18: note: not removed automatically: 'next' may need it in another configuration
#else
  return PyInterpreterState_Next(interp);
#endif
}
