// RUN: %tidy_case %s cpython-immortalize-unchecked
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17

// It is not one of the functions that return -1.

#include <Python.h>

PyObject *frozen_float(double value);
PyObject *frozen_unlikely(double value);

PyObject *frozen_float(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  if (PyUnstable_SetImmortal(number) < 0) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'PyUnstable_SetImmortal' is never negative: 0 says that it refused [cpython-immortalize-unchecked]
    Py_DECREF(number);
    return NULL;
  }
  return number;
}

PyObject *frozen_unlikely(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  if (__builtin_expect(-1 >= PyUnstable_SetImmortal(number), 0)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: the result of 'PyUnstable_SetImmortal' is never negative: 0 says that it refused
    Py_DECREF(number);
    return NULL;
  }
  return number;
}
