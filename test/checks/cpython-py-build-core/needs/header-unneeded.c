typedef int first;
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// As header-first.c, with a header that needs nothing.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-FIXES-NOT: Py_BUILD_CORE
#include <Python.h>
first use(void);
first use(void) { return Py_IsInitialized(); }
