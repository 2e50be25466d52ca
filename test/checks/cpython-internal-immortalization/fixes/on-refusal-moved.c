// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -config='{CheckOptions: {OnRefusal: error}}'

// A rewritten call that moves up fails as the test above it does: by the same
// goto, where the code behind the label gives the object up.

#define Py_BUILD_CORE
#include <Python.h>
#include "internal/pycore_object.h"

PyObject *new_mapping(PyObject *owner);
PyObject *new_leak(PyObject *owner);

PyObject *new_mapping(PyObject *owner) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    goto error;
  // CHECK-FIXES:   if (PyUnstable_SetImmortal(number) == 0) {
  // CHECK-FIXES-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'number' immortal");
  // CHECK-FIXES-NEXT:     goto error;
  // CHECK-FIXES-NEXT:   }
  if (PyDict_SetItemString(owner, "half", number) < 0)
    goto error;
  // CHECK-FIXES:   if (PyDict_SetItemString(owner, "half", number) < 0)
  // CHECK-FIXES-NOT: SetImmortal
  _Py_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here
  // CHECK-FIXES:   return number;
  return number;
error:
  Py_XDECREF(number);
  return NULL;
}

/* Behind the label nobody gives it up. */
PyObject *new_leak(PyObject *owner) {
  PyObject *number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    goto error;
  if (PyDict_SetItemString(owner, "more", number) < 0) {
    Py_DECREF(number);
    goto error;
  }
  _Py_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here
  // CHECK-FIXES:   _Py_SetImmortal(number);
  return number;
error:
  return NULL;
}
