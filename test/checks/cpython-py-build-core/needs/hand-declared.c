// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.14,3.15 -compile-with=3.14+

// A function that the file declares itself needs no internal header.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #include "internal/pycore_object.h"
// CHECK-FIXES: PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);

PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
void keep(PyObject *op);

void keep(PyObject *op) { _Py_SetImmortal(op); }
