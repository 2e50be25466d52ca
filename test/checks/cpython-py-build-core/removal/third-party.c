// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -- -isystem Inputs/third-party

// Somebody else's header asks for the macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
// CHECK-NOTES: :[[@LINE-2]]:9: note: not removed automatically: 'needs-internals.h', which is included, may need 'Py_BUILD_CORE'
#include <Python.h>
#include <needs-internals.h>

int one(void);
int one(void) { return 1; }
