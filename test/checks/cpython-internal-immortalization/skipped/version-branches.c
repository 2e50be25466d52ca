// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12 -suffix=V12
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.13 -suffix=V13
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.15 -suffix=V15

// Every branch is reported on every Python: the one that is compiled by what it
// does, the others as skipped, with their condition.
#include <Python.h>

void keep(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  Py_SET_REFCNT(op, _Py_IMMORTAL_INITIAL_REFCNT);
  // CHECK-MESSAGES-V12: :[[@LINE-1]]:3: warning: '_Py_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped (#if PY_VERSION_HEX >= 0x030E0000); use 'PyUnstable_SetImmortal', which py_immortal.h gives to older versions [cpython-internal-immortalization]
  // CHECK-MESSAGES-V13: :[[@LINE-2]]:3: warning: '_Py_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped (#if PY_VERSION_HEX >= 0x030E0000);
  // CHECK-MESSAGES-V15: :[[@LINE-3]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
#elif PY_VERSION_HEX >= 0x030D0000
  op->ob_refcnt = _Py_IMMORTAL_REFCNT;
  // CHECK-MESSAGES-V12: :[[@LINE-1]]:7: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#elif PY_VERSION_HEX >= 0x030D0000);
  // CHECK-MESSAGES-V13: :[[@LINE-2]]:7: warning: setting a reference count by 'ob_refcnt'
  // CHECK-MESSAGES-V15: :[[@LINE-3]]:7: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#elif PY_VERSION_HEX >= 0x030D0000);
#else
  Py_SET_REFCNT(op, (Py_ssize_t)_Py_IMMORTAL_REFCNT);
  // CHECK-MESSAGES-V12: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
  // CHECK-MESSAGES-V13: :[[@LINE-2]]:3: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#else of #elif PY_VERSION_HEX >= 0x030D0000);
  // CHECK-MESSAGES-V15: :[[@LINE-3]]:3: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#else of #elif PY_VERSION_HEX >= 0x030D0000);
#endif
}

// Only reading, comments, strings and other branches' ordinary counting.
int is_immortal(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  return Py_REFCNT(op) >= _Py_IMMORTAL_MINIMUM_REFCNT;
#elif PY_VERSION_HEX >= 0x030C0000
  // op->ob_refcnt = _Py_IMMORTAL_REFCNT;
  const char *how = "_Py_SetImmortal(op); op->ob_refcnt = _Py_IMMORTAL_REFCNT";
  return Py_REFCNT(op) == (Py_ssize_t)_Py_IMMORTAL_REFCNT && how[0] != 0;
#else
  Py_SET_REFCNT(op, 1);
  return 0;
#endif
}
