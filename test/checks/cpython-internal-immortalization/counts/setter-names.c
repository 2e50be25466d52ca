// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12,3.13 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++23 -python=3.14,3.15 -suffix=NEW
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.15t -suffix=NEW

// CPython's names for immortal counts come and go.
#include <Python.h>

void keep(PyObject *op, PyListObject *list) {
#if PY_VERSION_HEX < 0x030E0000
  Py_SET_REFCNT(op, _Py_IMMORTAL_REFCNT);
  // CHECK-MESSAGES-OLD: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: '_Py_IMMORTAL_REFCNT' is immortal on 3.12 and 3.13; sets only the local count on the free-threaded build;
  // CHECK-MESSAGES-NEW: :[[@LINE-2]]:3: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#if PY_VERSION_HEX < 0x030E0000); use 'PyUnstable_SetImmortal', which py_immortal.h gives to older versions
#else
  Py_SET_REFCNT(op, _Py_IMMORTAL_INITIAL_REFCNT);
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: '_Py_IMMORTAL_INITIAL_REFCNT'
  // CHECK-MESSAGES-OLD: :[[@LINE-2]]:3: warning: '_Py_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped (#else of #if PY_VERSION_HEX < 0x030E0000);
  Py_SET_REFCNT(list, (Py_ssize_t)_Py_IMMORTAL_INITIAL_REFCNT);
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: '_Py_IMMORTAL_INITIAL_REFCNT'
  Py_SET_REFCNT(op, _Py_IMMORTAL_MINIMUM_REFCNT + 1);
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: '_Py_IMMORTAL_MINIMUM_REFCNT'
  // CHECK-MESSAGES-OLD: :[[@LINE-2]]:3: warning: '_Py_IMMORTAL_MINIMUM_REFCNT' is private to CPython; this code was skipped
#endif
}

// Reading and comparing is not storing.
int is_immortal(PyObject *op) {
#if PY_VERSION_HEX < 0x030E0000
  return Py_REFCNT(op) == (Py_ssize_t)_Py_IMMORTAL_REFCNT;
#else
  if (Py_REFCNT(op) < _Py_IMMORTAL_INITIAL_REFCNT)
    Py_SET_REFCNT(op, 1);
  return Py_REFCNT(op) >= _Py_IMMORTAL_MINIMUM_REFCNT;
#endif
}
