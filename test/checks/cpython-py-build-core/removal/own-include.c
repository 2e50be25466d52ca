// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12

// With an include of the file's own, nothing is missing.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#include <stdbool.h>
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #include "internal/pycore_object.h"
// CHECK-FIXES: #include <stdbool.h>

int is_set(void);
int is_set(void) {
  bool set = true;
  return set;
}
