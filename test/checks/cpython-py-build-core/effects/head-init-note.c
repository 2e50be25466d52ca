// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15 -suffix=EARLY
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -suffix=LATE -compile-with=3.13+ -- -DLATE

// The note names the place. Behind Python.h the macro has no such effect.
#ifdef LATE
#include <Python.h>
#endif
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    // CHECK-NOTES-EARLY: :[[@LINE-1]]:5: note: on 3.12, static objects that 'PyVarObject_HEAD_INIT' initializes are immortal only under 'Py_BUILD_CORE'
    .tp_name = "module.Type",
};

int is_gc(void);
int is_gc(void) {
  return _PyObject_IS_GC((PyObject *)&type);
  // CHECK-NOTES: :[[@LINE-1]]:10: note: '_PyObject_IS_GC' is used here; use 'PyObject_IS_GC'
}
