// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15

// A conditional goes when nothing is left in it.
#include <patchlevel.h>
#if PY_VERSION_HEX >= 0x030D0000
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#endif
#include <Python.h>
#if PY_VERSION_HEX >= 0x030D0000
#include "internal/pycore_object.h"
#define HAS_LOCKS 1
#endif
// CHECK-FIXES: #include <patchlevel.h>
// CHECK-FIXES-NOT: #if PY_VERSION_HEX >= 0x030D0000
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NEXT: #if PY_VERSION_HEX >= 0x030D0000
// CHECK-FIXES-NEXT: #define HAS_LOCKS 1
// CHECK-FIXES-NEXT: #endif

int has_locks(void);
int has_locks(void) {
#ifdef HAS_LOCKS
  return 1;
#else
  return 0;
#endif
}
