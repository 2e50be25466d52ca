// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.14 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++23 -python=3.15 -compile-with=3.15

// The result is thrown away in so many words, wherever the call may stand.
#include <Python.h>
// CHECK-FIXES-OLD: #include <Python.h>
// CHECK-FIXES-OLD-NEXT: #include "py_immortal.h"

#ifdef __cplusplus
extern "C" {
#endif
void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-FIXES-NOT: void _Py_SetImmortal
#ifdef __cplusplus
}
#endif

PyObject *already_void(void) {
  PyObject *op = PyCapsule_New((void *)"", "spam", NULL);
  if (op == NULL)
    return NULL;
  (void)_Py_SetImmortal(op);
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(op);
  return op;
}

PyObject *without_braces(int forever) {
  PyObject *op = PyCapsule_New((void *)"", "spam", NULL);
  if (op == NULL)
    return NULL;
  if (forever)
    _Py_SetImmortal(op);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(op);
  else
    Py_INCREF(op);
  return op;
}

PyObject *ternary(int forever) {
  PyObject *op = PyCapsule_New((void *)"", "spam", NULL);
  if (op == NULL)
    return NULL;
  forever ? _Py_SetImmortal(op) : (void)0;
  // CHECK-FIXES:   forever ? (void)PyUnstable_SetImmortal(op) : (void)0;
  return op;
}

PyObject *comma(void) {
  PyObject *op = PyCapsule_New((void *)"", "spam", NULL);
  if (op == NULL)
    return NULL;
  return _Py_SetImmortal(op), op;
  // CHECK-FIXES:   return (void)PyUnstable_SetImmortal(op), op;
}

PyObject *spread(void) {
  PyObject *op = PyCapsule_New((void *)"", "spam", NULL);
  if (op == NULL)
    return NULL;
  _Py_SetImmortal
      ( op /* the capsule */ );
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal
  // CHECK-FIXES-NEXT:       ( op /* the capsule */ );
  return op;
}
