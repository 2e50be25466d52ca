// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15 -compile-with=3.12,3.13,3.14,3.15 -suffix=UNDEFINED
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12 -compile-with=3.12,3.13,3.14,3.15 -suffix=KEPT

// The limited API undefines the macro from 3.13 on.
#define Py_LIMITED_API 0x030C0000
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-NOTES-UNDEFINED: :[[@LINE-2]]:9: note: 'Py_LIMITED_API' undefines 'Py_BUILD_CORE' on 3.13 and later: internal headers stop with an error there
// CHECK-FIXES: #define Py_LIMITED_API 0x030C0000
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
#include <Python.h>
// CHECK-FIXES: #include <Python.h>

PyObject *keep(PyObject *op);
PyObject *keep(PyObject *op) { return op; }
