// RUN: %tidy_case %s cpython-py-build-core,cpython-internal-immortalization -std=c17 -python=3.15 -compile-with=3.15+
// RUN: %tidy_case %s cpython-py-build-core,cpython-internal-immortalization -std=c++17 -python=3.15 -compile-with=3.15+

// The call that needs the macro is rewritten in the same run, so both go.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, which only calls need that cpython-internal-immortalization rewrites; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"

// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #include "internal/pycore_object.h"
PyObject *make(void);
PyObject *make(void) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  _Py_SetImmortal(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(list);
  return list;
}
