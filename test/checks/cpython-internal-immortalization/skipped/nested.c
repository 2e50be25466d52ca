// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++11 -python=3.12
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.9,3.11

// In nested conditions the innermost is named; one finding for each name in a
// branch, with the further places as notes.
#include <Python.h>

void keep(PyObject *op, PyObject *other) {
#if PY_VERSION_HEX >= 0x030C0000
#  if PY_VERSION_HEX >= 0x030E0000
  _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; this code was skipped (#  if PY_VERSION_HEX >= 0x030E0000); use 'PyUnstable_SetImmortal'
  // CHECK-NOTES: :[[@LINE+1]]:3: note: and here
  _Py_SetImmortal(other);
#    ifdef Py_GIL_DISABLED
  _Py_SetImmortal(other);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; this code was skipped (#    ifdef Py_GIL_DISABLED)
#    endif
#  else
  (void)op, (void)other;
#  endif
#else
  (void)op, (void)other;
#endif
}

#if 0
void not_compiled(PyObject *op) { _Py_SetImmortal(op); }
// CHECK-MESSAGES: :[[@LINE-1]]:35: warning: '_Py_SetImmortal' is private to CPython; this code was skipped (#if 0)
#endif

#if PY_VERSION_HEX >= 0x030E0000
int is_immortal(PyObject *op) { return _Py_IsImmortal(op); }
void count(PyObject *op) { op->ob_refcnt = 1; }
#endif
