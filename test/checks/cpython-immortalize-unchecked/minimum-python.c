// RUN: %tidy_case %s cpython-immortalize-unchecked -config='{CheckOptions: {cpython-immortalize-unchecked.MinimumPython: "3.13"}}'
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -config='{CheckOptions: {MinimumPython: "3.13"}}'

// PyUnstable_IsImmortal is new in 3.14: a project that supports 3.13 is told,
// and its code left alone.

#include <Python.h>

PyObject *frozen_int(long value);

PyObject *frozen_int(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL)
    return NULL;
  if (PyUnstable_SetImmortal(number) == 0) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure
    Py_DECREF(number);
    return NULL;
  }
  return number;
}
