// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-py-build-core -std=c17,c++17 -python=3.15 -header=internals.h -compile-with=none
// RUN: %tidy_case %t/own.c cpython-py-build-core -std=c17,c++17 -python=3.15

// What nothing here needs may be needed where the header is included as well.

//--- main.c
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
#include "internals.h"
// CHECK-NOTES: internals.h:2:10: note: internal header 'internal/pycore_object.h' is included here
// CHECK-NOTES: internals.h:2:10: note: not removed automatically: 'internal/pycore_object.h' is included by a header, which other files may use

PyObject *keep(PyObject *op);
PyObject *keep(PyObject *op) { return op; }

//--- internals.h
#include <Python.h>
#include "internal/pycore_object.h"

//--- own.c
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-FIXES-NOT: Py_BUILD_CORE
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header 'internal/pycore_object.h' is included here
// CHECK-FIXES-NOT: internal

PyObject *keep(PyObject *op);
PyObject *keep(PyObject *op) { return op; }
