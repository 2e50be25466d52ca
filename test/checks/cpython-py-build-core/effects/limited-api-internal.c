// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15 -compile-with=none -expect-errors

// The twin of limited-api.c: the internal header does not see the macro any more.
#define Py_LIMITED_API 0x030C0000
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; the errors in this file hide what needs them
// CHECK-NOTES: :[[@LINE-2]]:9: note: 'Py_LIMITED_API' undefines 'Py_BUILD_CORE' on 3.13 and later: internal headers stop with an error there
#include <Python.h>
#include "internal/pycore_bitutils.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
