// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.13

// What has no public replacement is said to have none in skipped code, too.
#include <Python.h>

void let_go(PyObject *op) {
#if PY_VERSION_HEX >= 0x030E0000
  _Py_SetMortal(op, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetMortal' is private to CPython; this code was skipped (#if PY_VERSION_HEX >= 0x030E0000); it has no public replacement
#else
  (void)op;
#endif
}
