// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.9

// Py_REFCNT was assignable before 3.10.
#include <Python.h>

void keep(PyObject *op) {
  Py_REFCNT(op) = 999999999;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: 0x3b9ac9ff is mortal on 3.12 and later;
}

void resurrect(PyObject *op) {
  Py_REFCNT(op) = 1;
  Py_REFCNT(op)++;
}
