// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.14 -compile-with=3.14 -- -DPy_BUILD_CORE=1

// Two findings in one file include the header once.
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NEXT: #include "py_immortal.h"
// CHECK-FIXES-NEXT: #include "internal/pycore_object.h"

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(op);
  return op;
}

PyObject *new_other(void *data) {
  PyObject *op = PyCapsule_New(data, "other", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(op);
  return op;
}
