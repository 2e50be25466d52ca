// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23

// A declaration in a function is one as well.
#include <Python.h>

void keep(PyObject *op) {
  extern void _Py_SetImmortal(PyObject *);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
  _Py_SetImmortal(op);
}

void hold(PyObject *op) {
  extern void Spam_Hold(PyObject *);
  Spam_Hold(op);
}
