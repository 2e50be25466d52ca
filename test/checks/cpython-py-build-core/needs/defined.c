// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15

// CPython's own way: what an internal header declares is defined here, and must
// agree with it.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_pylifecycle.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

const char *_Py_gitversion(void) { return ""; }
// CHECK-NOTES: :[[@LINE-1]]:13: note: '_Py_gitversion' is defined here, and declared by an internal header;
