// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -expect-errors

// What the errors hide may need the macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; the errors in this file hide what needs them [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"

int broken(void) { return missing(); }
