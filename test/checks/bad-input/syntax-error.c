// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23 -expect-errors
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.13 -expect-errors

// Where the code around it is sound, a finding is made in a file with errors, but
// no fix.
#include <Python.h>

extern void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here

PyObject *new_capsule(void *data) {
  PyObject *capsule = PyCapsule_New(data, "spam", NULL);
  if (capsule == NULL)
    return NULL;
  _Py_SetImmortal(capsule);
  return capsule;
}

PyObject *broken(void {
  return spam;

void count(PyObject *op) {
  Py_SET_REFCNT(op, 999999999);
}
