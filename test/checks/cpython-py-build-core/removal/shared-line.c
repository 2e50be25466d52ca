// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// A comment that begins on another line ends on this one.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
/* The frames
   need this. */ #undef Py_BUILD_CORE
// CHECK-NOTES: :[[@LINE-1]]:18: note: not removed automatically: this directive shares its line

int one(void);
int one(void) { return 1; }
