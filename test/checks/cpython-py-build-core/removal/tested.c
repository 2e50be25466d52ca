// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// Other code depends on the macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

int internals(void);
int internals(void) {
#ifdef Py_BUILD_CORE
// CHECK-NOTES: :[[@LINE-1]]:8: note: not removed automatically: 'Py_BUILD_CORE' is asked for here
  return 1;
#else
  return 0;
#endif
}
