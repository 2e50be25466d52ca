// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// Code for another Python includes an internal header, which stops with an error
// without the macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#if PY_VERSION_HEX < 0x030C0000
#include "internal/pycore_frame.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: not removed automatically: 'internal/pycore_frame.h' may need it in another configuration
#endif

int one(void);
int one(void) { return 1; }
