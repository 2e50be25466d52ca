// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23 -compile-with=3.15

// A call that is accepted by a comment is not rewritten with the others, and so
// keeps the declaration.
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

PyObject *new_other(void *data) {
  PyObject *op = PyCapsule_New(data, "other", NULL);
  if (op != NULL)
    _Py_SetImmortal(op); // NOLINT
  // CHECK-FIXES:     _Py_SetImmortal(op); // NOLINT
  return op;
}
