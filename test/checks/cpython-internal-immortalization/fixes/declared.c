// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++11,c++23 -python=3.15 -suffix=NEW -compile-with=3.15+
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23 -python=3.13,3.14 -suffix=OLD

// The declaration goes with its last use; older headers need the compatibility
// header behind Python.h.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
// CHECK-FIXES-OLD: #include <Python.h>
// CHECK-FIXES-OLD-NEXT: #include "py_immortal.h"
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
// CHECK-FIXES-NOT: _Py_SetImmortal(
#ifdef __cplusplus
}
#endif

PyObject *new_list(void) {
  PyObject *list = PyCapsule_New((void *)"", "spam", NULL);
  if (!list)
    return NULL;
  _Py_SetImmortal(list);
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(list);
  return list;
}

PyObject *new_other(void) {
  PyObject *other = PyCapsule_New((void *)"", "spam", NULL);
  if (other != NULL)
    _Py_SetImmortal(other);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(other);
  return other;
}
