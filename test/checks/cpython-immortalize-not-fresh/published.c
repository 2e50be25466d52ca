// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.13,3.14,3.15,3.15t -compile-with=3.13+
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++11,c++20 -compile-with=3.13+

// A module holds the object already: the call refuses, and the fix moves it up.

#include <Python.h>
#include "py_immortal.h"

static struct { int hits; } handlers;

int add_handlers(PyObject *module);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    return -1;
  // CHECK-FIXES:     return -1;
  // CHECK-FIXES-NEXT:   (void)PyUnstable_SetImmortal(capsule);
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0) {
    Py_DECREF(capsule);
    return -1;
  }
  PyUnstable_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists, so the public call refuses; make it immortal before it is shared [cpython-immortalize-not-fresh]
  // CHECK-NOTES: :[[@LINE-11]]:23: note: created here by 'PyCapsule_New'
  // CHECK-NOTES: :[[@LINE-7]]:7: note: shared here
  // CHECK-FIXES-NOT:   PyUnstable_SetImmortal(capsule);
  Py_DECREF(capsule);
  return 0;
}
