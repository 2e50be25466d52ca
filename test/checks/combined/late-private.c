// RUN: %tidy_case %s cpython-* -std=c99,c++17 -compile-with=3.10+
// RUN: %tidy_case %s cpython-* -std=c99 -python=3.14,3.15t -compile-with=3.10+

// A private call that comes too late is moved and renamed in one step, so that
// no check has anything to say about what is left.

#include <Python.h>
#include "py_immortal.h"

#ifdef __cplusplus
extern "C" {
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
// CHECK-FIXES-NOT: _Py_SetImmortal
#ifdef __cplusplus
}
#endif

static int handlers;
int add_handlers(PyObject *module);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    return -1;
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0) {
    // CHECK-FIXES:   if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0) {
    Py_DECREF(capsule);
    return -1;
  }
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists, so the public call refuses; make it immortal before it is shared [cpython-immortalize-not-fresh]
  // CHECK-FIXES-NOT: Immortal
  Py_DECREF(capsule);
  // CHECK-FIXES:   Py_DECREF(capsule);
  return 0;
}
