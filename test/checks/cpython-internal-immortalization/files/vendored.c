// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-internal-immortalization -std=c99,c++11 -python=3.13,3.14,3.15 -header=vendor/pythoncapi_compat.h

// Vendored headers are their authors' to change; what the user does with the
// same means is reported.

//--- vendor/pythoncapi_compat.h
#ifndef PYTHONCAPI_COMPAT
#define PYTHONCAPI_COMPAT
#include <Python.h>
#if PY_VERSION_HEX < 0x030F00A7
#ifdef __cplusplus
extern "C"
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
static inline int PyUnstable_SetImmortal(PyObject *op) {
  op->ob_refcnt = 0xffffffff;
  _Py_SetImmortal(op);
  return 1;
}
#endif
#endif
//--- main.c
#include "vendor/pythoncapi_compat.h"
#include "py_immortal.h"

int keep(PyObject *op) { return PyUnstable_SetImmortal(op); }
int keep_too(PyObject *op) { return PyImmortal_Set(op); }
void count(PyObject *op) {
  Py_SET_REFCNT(op, 0xffffffff);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
}
