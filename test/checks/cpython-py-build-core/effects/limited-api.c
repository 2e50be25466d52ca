// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15 -compile-with=3.12,3.13,3.14,3.15 -suffix=UNDEFINED
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12 -compile-with=3.12,3.13,3.14,3.15 -suffix=KEPT

// The limited API undefines the macro from 3.13 on: it opens nothing, and is
// there for the linker on Windows (gh-85283).
#define Py_LIMITED_API 0x030C0000
#define Py_BUILD_CORE 1
// CHECK-MESSAGES-KEPT: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-FIXES-KEPT: #define Py_LIMITED_API 0x030C0000
// CHECK-FIXES-KEPT-NOT: #define Py_BUILD_CORE 1
#include <Python.h>
// CHECK-FIXES-KEPT: #include <Python.h>

PyObject *keep(PyObject *op);
PyObject *keep(PyObject *op) { return op; }
