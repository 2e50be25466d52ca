// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.13,3.15 -suffix=GIL
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.15t -suffix=FT

// What is meant for the free-threaded build is reported when the other one is
// in use.
#include <Python.h>

void make_immortal(PyObject *op) {
#if defined(Py_GIL_DISABLED)
  op->ob_tid = _Py_UNOWNED_TID;
  op->ob_ref_local = _Py_IMMORTAL_REFCNT_LOCAL;
  op->ob_ref_shared = 0;
  // CHECK-MESSAGES-GIL: :[[@LINE-2]]:7: warning: '_Py_IMMORTAL_REFCNT_LOCAL' is private to CPython; this code was skipped (#if defined(Py_GIL_DISABLED));
  // CHECK-MESSAGES-FT: :[[@LINE-3]]:7: warning: setting a reference count by 'ob_ref_local'
#else
  (void)op;
#endif
}

void enable_try_incref(PyObject *op) {
#ifdef Py_GIL_DISABLED
  op->ob_ref_shared = _Py_REF_MAYBE_WEAKREF;
  op->ob_ref_local = 1;
#else
  (void)op;
#endif
}
