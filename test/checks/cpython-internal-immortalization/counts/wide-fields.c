// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12,3.13 -suffix=SPLIT
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.14,3.15 -suffix=FULL

// The fields that overlay the count.
#include <Python.h>
#include <limits.h>

void keep(PyObject *op, PyObject *base) {
#if PY_VERSION_HEX < 0x030E0000
  op->ob_refcnt_split[PY_BIG_ENDIAN] = UINT_MAX;
  // CHECK-MESSAGES-SPLIT: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt_split' is a private way to immortalize: 0xffffffff is immortal
#else
  op->ob_refcnt_full = (int64_t)_Py_STATIC_IMMORTAL_INITIAL_REFCNT;
  // CHECK-MESSAGES-FULL: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt_full' is a private way to immortalize: '_Py_STATIC_IMMORTAL_INITIAL_REFCNT'
  // CHECK-MESSAGES-SPLIT: :[[@LINE-2]]:7: warning: '_Py_STATIC_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped
  op->ob_flags = _Py_IMMORTAL_FLAGS;
  op->ob_refcnt = _Py_IMMORTAL_INITIAL_REFCNT;
  // CHECK-MESSAGES-FULL: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: '_Py_IMMORTAL_INITIAL_REFCNT'
  // CHECK-MESSAGES-SPLIT: :[[@LINE-2]]:7: warning: '_Py_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped
#endif
  (void)base;
}

// A new object's own fields, as _Py_NewReference sets them.
void create(PyObject *op) {
#if PY_VERSION_HEX < 0x030E0000
  op->ob_refcnt_split[PY_BIG_ENDIAN] = 1;
#else
  op->ob_refcnt_full = 1;
  op->ob_flags = 0;
  op->ob_overflow = 0;
#endif
}
