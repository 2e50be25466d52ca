// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12 -compile-with=none

// A header that only an internal one includes has to be included first.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

int is_set(void);
int is_set(void) {
  bool set = true;
// CHECK-NOTES: :[[@LINE-1]]:3: note: not removed automatically: 'bool' comes from a header that only an internal one includes; include that header itself
  return set;
}
