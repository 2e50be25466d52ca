// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15
// RUN: %tidy_case %s cpython-py-build-core -std=c++17 -python=3.15

// Functions of internal headers, called or named: each with its number of places
// and, where there is one, the public function.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#include "internal/pycore_pystate.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#include "internal/pycore_typeobject.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

int has_gc(PyObject *op);
PyThreadState *thread(void);
void revive(PyObject *op);

int has_gc(PyObject *op) {
  int (*test)(PyObject *) = _PyObject_IS_GC;
  // CHECK-NOTES: :[[@LINE-1]]:29: note: '_PyObject_IS_GC' is used 2 times, first here; use 'PyObject_IS_GC'{{$}}
  return test(op) || _PyObject_IS_GC(op);
}

PyThreadState *thread(void) {
  return _PyThreadState_GET();
  // CHECK-NOTES: :[[@LINE-1]]:10: note: '_PyThreadState_GET' is used here; use 'PyThreadState_Get', or 'PyThreadState_GetUnchecked' (since 3.13) where NULL is possible{{$}}
}

void revive(PyObject *op) {
  _Py_ClearImmortal(op);
  // CHECK-NOTES: :[[@LINE-1]]:3: note: '_Py_ClearImmortal' is used here; it has no public replacement{{$}}
}

PyObject *dict_of(PyTypeObject *type);
PyObject *dict_of(PyTypeObject *type) {
  return _PyType_GetDict(type);
  // CHECK-NOTES: :[[@LINE-1]]:10: note: '_PyType_GetDict' is used here; use 'PyType_GetDict' (since 3.12){{$}}
}
