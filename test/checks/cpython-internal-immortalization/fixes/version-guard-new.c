// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+
// RUN: %tidy_case %s cpython-internal-immortalization -std=c++17 -compile-with=3.15+

// A condition that lets only those versions in that have the public name.

#include <Python.h>

#ifndef MAKES_NOTHING
#if !defined(PYPY_VERSION) && !(PY_VERSION_HEX < 0x030F0000)
#ifdef __cplusplus
extern "C"
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'

PyObject *make(void);
PyObject *make(void) {
  PyObject *made = PyList_New(0);
  if (made == NULL)
    return NULL;
  _Py_SetImmortal(made);
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(made);
  return made;
}
#endif
#endif
