// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.14+
// RUN: %tidy_case %s cpython-internal-immortalization -std=c++17 -compile-with=3.14+

// The headers in use have the public name, and a condition says that the code
// is for an older Python, too: the name comes from py_immortal.h then.

#include <Python.h>
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NEXT: #include "py_immortal.h"

#if PY_VERSION_HEX >= 0x030E0000
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
