// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.15t

// The count of the other build is an ordinary number on the free-threaded one.
#include <Python.h>

void keep(PyObject *op) {
  op->ob_tid = _Py_UNOWNED_TID;
  op->ob_ref_shared = 0;
  op->ob_ref_local = _Py_IMMORTAL_INITIAL_REFCNT;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: '_Py_IMMORTAL_INITIAL_REFCNT' is not immortal on the free-threaded build;
}
