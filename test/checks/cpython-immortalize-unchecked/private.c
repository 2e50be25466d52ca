// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.14,3.15
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -python=3.14,3.15

// The private function returns nothing and always acts.

#include <Python.h>

PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);

PyObject *frozen_float(double value);

PyObject *frozen_float(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number != NULL)
    _Py_SetImmortal(number);
  return number;
}
