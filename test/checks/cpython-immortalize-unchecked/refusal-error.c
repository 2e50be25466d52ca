// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+ -config='{CheckOptions: {cpython-immortalize-unchecked.OnRefusal: error}}'
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+ -config='{CheckOptions: {cpython-immortalize-unchecked.OnRefusal: error}}'

// OnRefusal: error raises also for what is proven to be new, as NumPy does.

#include <Python.h>

extern int handlers;
int add_handlers(PyObject *module);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL) {
    return -1;
  }
  PyUnstable_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:   if (PyUnstable_SetImmortal(capsule) == 0) {
  // CHECK-FIXES-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'capsule' immortal");
  // CHECK-FIXES-NEXT:     Py_DECREF(capsule);
  // CHECK-FIXES-NEXT:     return -1;
  // CHECK-FIXES-NEXT:   }
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0) {
    Py_DECREF(capsule);
    return -1;
  }
  Py_DECREF(capsule);
  return 0;
}
