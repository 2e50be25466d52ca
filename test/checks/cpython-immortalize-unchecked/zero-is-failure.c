// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.15,3.15t -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20 -compile-with=3.15+

// PyLong_FromLong returns an immortal small int for -5 to 1024: then the call
// returns 0 although all is well.

#include <Python.h>

PyObject *frozen_int(long value);
PyObject *frozen_int_if(long value);
PyObject *frozen_int_stored(long value);

PyObject *frozen_int(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL)
    return NULL;
  if (PyUnstable_SetImmortal(number) == 0) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure, but the object may have been immortal before; ask whether it is immortal, too [cpython-immortalize-unchecked]
    // CHECK-FIXES:   if (PyUnstable_SetImmortal(number) == 0 && !PyUnstable_IsImmortal(number)) {
    PyErr_SetString(PyExc_RuntimeError, "cannot immortalize");
    Py_DECREF(number);
    return NULL;
  }
  return number;
}

PyObject *frozen_int_if(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL)
    return NULL;
  if (PyUnstable_SetImmortal(number)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure
    // CHECK-FIXES:   if (PyUnstable_SetImmortal(number) || PyUnstable_IsImmortal(number)) {
    return number;
  } else {
    Py_DECREF(number);
    return NULL;
  }
}

PyObject *frozen_int_stored(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL)
    return NULL;
  int made = PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure
  if (value < 0 || !made) {
    // CHECK-FIXES:   if (value < 0 || (!made && !PyUnstable_IsImmortal(number))) {
    Py_DECREF(number);
    return NULL;
  }
  return number;
}
