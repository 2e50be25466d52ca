// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-py-build-core -std=c17 -python=3.15 -header=internals.h -compile-with=none

//--- main.c
// Other files may need what the header opens: the text is the same in all of
// them, and nothing is removed.
#include "internals.h"

PyObject *keep(PyObject *op);
PyObject *keep(PyObject *op) { return op; }

//--- internals.h
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header 'internal/pycore_object.h' is included here
// CHECK-NOTES: :1:9: note: not removed automatically: other files may include this header
