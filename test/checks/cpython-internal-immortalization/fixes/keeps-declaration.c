// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23 -compile-with=3.15

// The declaration stays for the use that is not rewritten; the other one goes.
#include <Python.h>

extern void _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-FIXES: extern void _Py_SetImmortal(PyObject *);

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(op);
  return op;
}

void keep(PyObject *op) {
  _Py_SetImmortal(op);
  // CHECK-FIXES:   _Py_SetImmortal(op);
}
