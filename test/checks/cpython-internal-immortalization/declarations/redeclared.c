// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23

// Several declarations of one function are one finding, at the first.
#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
#ifdef __cplusplus
}
#endif
extern void _Py_SetImmortal(PyObject *);

void keep(PyObject *op) {
  extern void _Py_SetImmortal(PyObject * object);
  _Py_SetImmortal(op);
}
