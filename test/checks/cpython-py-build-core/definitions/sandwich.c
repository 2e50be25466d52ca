// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.13,3.15

// Define, include, undefine: three times in one file is one warning.
#include <Python.h>
#undef _PyGC_FINALIZED
#define Py_BUILD_CORE
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#include <internal/pycore_gc.h>
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header 'internal/pycore_gc.h' is included here
#undef Py_BUILD_CORE

#define Py_BUILD_CORE
// CHECK-NOTES: :[[@LINE-1]]:9: note: 'Py_BUILD_CORE' is defined here too
#include <internal/pycore_pystate.h>
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header 'internal/pycore_pystate.h' is included here
#undef Py_BUILD_CORE

size_t gc_head_size(void);

size_t gc_head_size(void) {
  return sizeof(PyGC_Head);
  // CHECK-NOTES: :[[@LINE-1]]:17: note: 'PyGC_Head' is used here; it has no public replacement
}
