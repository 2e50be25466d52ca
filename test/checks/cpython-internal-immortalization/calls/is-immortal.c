// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12,3.13
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++23 -python=3.14 -suffix=NEW -compile-with=3.14+
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.15,3.15t -suffix=NEW -compile-with=3.14+
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.15 -config='{CheckOptions: {cpython-internal-immortalization.MinimumPython: "3.12"}}'

// The test for immortality is public from 3.14 on. Before, the private one is
// all there is and so is not reported.
#include <Python.h>

int is_immortal(PyObject *op) {
  return _Py_IsImmortal(op);
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:10: warning: '_Py_IsImmortal' is private to CPython; use 'PyUnstable_IsImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES-NEW:   return PyUnstable_IsImmortal(op);
}

int is_immortal_list(PyListObject *list) {
  if (_Py_IsImmortal(list))
    // CHECK-MESSAGES-NEW: :[[@LINE-1]]:7: warning: '_Py_IsImmortal' is private
    // CHECK-FIXES-NEW:   if (PyUnstable_IsImmortal((PyObject *)list))
    return 1;
  return 0;
}

#if PY_VERSION_HEX >= 0x030E0000
int is_immortal_now(PyObject *op) {
  return PyUnstable_IsImmortal(op);
}
#endif
