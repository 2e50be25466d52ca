// RUN: %tidy_case %s cpython-py-build-core -std=c++17,c++23 -python=3.13,3.15

// A template names a function before its arguments are known, and an overload of
// the user's own may be the one that is meant.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

struct owner {
  PyObject *op;
};
static inline int _Py_IsImmortalHere(owner o) { return o.op != nullptr; }

template <typename T> int is_tracked(T *op) {
  return _PyObject_GC_IS_TRACKED(op) + _Py_IsImmortalHere(owner{op});
  // CHECK-NOTES: :[[@LINE-1]]:10: note: '_PyObject_GC_IS_TRACKED' is used here; use 'PyObject_GC_IsTracked' (since 3.9)
}

template int is_tracked<PyObject>(PyObject *);
