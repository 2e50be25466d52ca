// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=CAST
// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=FAIL -config='{CheckOptions: {OnRefusal: error}}'
// RUN: %tidy_case %s cpython-internal-immortalization -std=c++17 -compile-with=3.15+ -suffix=FAIL -config='{CheckOptions: {OnRefusal: return}}'

// A store into the count that becomes a call is treated like a call.

#include <Python.h>

extern int handlers;
PyObject *new_handler(void);

PyObject *new_handler(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg.handler", NULL);
  if (capsule == NULL)
    return NULL;
  Py_SET_REFCNT(capsule, _Py_IMMORTAL_INITIAL_REFCNT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize
  // CHECK-FIXES-CAST:   (void)PyUnstable_SetImmortal(capsule);
  // CHECK-FIXES-FAIL:   if (PyUnstable_SetImmortal(capsule) == 0) {
  // CHECK-FIXES-FAIL-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'capsule' immortal");
  // CHECK-FIXES-FAIL-NEXT:     Py_DECREF(capsule);
  // CHECK-FIXES-FAIL-NEXT:     return NULL;
  // CHECK-FIXES-FAIL-NEXT:   }
  return capsule;
}
