// RUN: split-file %s %t
// RUN: %tidy_case %t/above.c cpython-internal-immortalization -compile-with=3.15+
// RUN: %tidy_case %t/not-below.c cpython-internal-immortalization -compile-with=3.15+
// RUN: %tidy_case %t/minor.c cpython-internal-immortalization -compile-with=3.15+
// RUN: %tidy_case %t/from.c cpython-internal-immortalization -compile-with=3.14+
// RUN: %tidy_case %t/other-minor.c cpython-internal-immortalization -compile-with=3.14+

// Conditions on the version in every spelling: those that keep older Pythons out
// need no header for them, the others do.

//--- above.c
#include <Python.h>
#if PY_VERSION_HEX > 0x030EFFFF
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *make(void);
PyObject *make(void) {
  PyObject *made = PyList_New(0);
  if (made != NULL)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
#endif
//--- not-below.c
#include <Python.h>
#if !(PY_VERSION_HEX <= 0x030EFFFF)
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *make(void);
PyObject *make(void) {
  PyObject *made = PyList_New(0);
  if (made != NULL)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
#endif
//--- minor.c
#include <Python.h>
#if PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION == 15
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *make(void);
PyObject *make(void) {
  PyObject *made = PyList_New(0);
  if (made != NULL)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
#endif
//--- from.c
#include <Python.h>
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NEXT: #include "py_immortal.h"
#if !(PY_VERSION_HEX <= 0x030DFFFF)
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *make(void);
PyObject *make(void) {
  PyObject *made = PyList_New(0);
  if (made != NULL)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
#endif
//--- other-minor.c
#include <Python.h>
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NEXT: #include "py_immortal.h"
#if PY_MINOR_VERSION != 13
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *make(void);
PyObject *make(void) {
  PyObject *made = PyList_New(0);
  if (made != NULL)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
#endif
