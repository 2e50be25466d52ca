// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// The second guard is skipped because of the first definition; both go.
#ifndef Py_BUILD_CORE
#define Py_BUILD_CORE
#endif
// CHECK-MESSAGES: :[[@LINE-2]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#if !defined(Py_BUILD_CORE)
#define Py_BUILD_CORE
#endif
#include "internal/pycore_object.h"
// CHECK-FIXES-NOT: #ifndef Py_BUILD_CORE
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #if !defined(Py_BUILD_CORE)
// CHECK-FIXES-NOT: #define Py_BUILD_CORE

int one(void);
int one(void) { return 1; }
