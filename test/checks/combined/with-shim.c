// RUN: %tidy_case %s cpython-* -std=c99,c++17
// RUN: %tidy_case %s cpython-* -std=c99 -python=3.12,3.15t

// A file that uses py_immortal.h already: what is pointless goes, what is late
// moves up, and what drops the answer says so.

#include <Python.h>
#include "py_immortal.h"

int add_constants(PyObject *module);
int add_number(PyObject *module, PyObject *other);

int add_constants(PyObject *module) {
  PyImmortal_Set(Py_None);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is immortal from the start, so 'PyImmortal_Set' does nothing; remove the call [cpython-immortalize-type]
  // CHECK-FIXES: int add_constants(PyObject *module) {
  // CHECK-FIXES-NOT: Py_None)
  return PyModule_AddIntConstant(module, "one", 1);
  // CHECK-FIXES:   return PyModule_AddIntConstant(module, "one", 1);
}

int add_number(PyObject *module, PyObject *other) {
  PyObject *number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return -1;
  // CHECK-FIXES:   (void)PyImmortal_Set(number);
  Py_INCREF(number);
  // CHECK-FIXES:   Py_INCREF(number);
  PyImmortal_Set(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists, so the public call refuses; make it immortal before it is shared [cpython-immortalize-not-fresh]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: the result of 'PyImmortal_Set' is discarded, so that nobody notices when it refuses; handle it, or cast it to void for best effort [cpython-immortalize-unchecked]
  if (PyModule_AddObject(module, "number", number) < 0) {
    // CHECK-FIXES:   if (PyModule_AddObject(module, "number", number) < 0) {
    Py_DECREF(number);
    return -1;
  }
  if (PyImmortal_Set(other) == 0)
    return -1;
  return 0;
}
