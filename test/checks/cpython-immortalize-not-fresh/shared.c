// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.15,3.15t -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17 -compile-with=3.15+

// Everything that takes a strong reference, and the twins that give it back.

#include <Python.h>

PyObject *incref(double value);
PyObject *balanced(double value);
PyObject *kept_by_a_dict(PyObject *dict, double value);
PyObject *kept_by_a_tuple(double value);
PyObject *looked_up(PyObject *dict, PyObject *key, double value);

PyObject *incref(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (!number)
    return NULL;
  // CHECK-FIXES: PyObject *incref(double value) {
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(number);
  // CHECK-FIXES:   Py_INCREF(number);
  Py_INCREF(number);
  (void)PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  // CHECK-FIXES-NOT: PyUnstable_SetImmortal
  return number;
  // CHECK-FIXES:   return number;
}

PyObject *balanced(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (!number)
    return NULL;
  Py_INCREF(number);
  Py_DECREF(number);
  (void)PyUnstable_SetImmortal(number);
  return number;
}

PyObject *kept_by_a_dict(PyObject *dict, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL || PyDict_SetItemString(dict, "number", number) < 0)
    return NULL;
  if (PyUnstable_SetImmortal(number) == 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the object is not newly created and uniquely referenced here: another strong reference exists
    return NULL;
  return number;
}

PyObject *kept_by_a_tuple(double value) {
  PyObject *number = PyFloat_FromDouble(value), *pair;
  if (number == NULL)
    return NULL;
  pair = Py_BuildValue("(OO)", number, number);
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  return pair;
}

PyObject *looked_up(PyObject *dict, PyObject *key, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  if (PyDict_Contains(dict, key) == 1)
    PyErr_SetString(PyExc_KeyError, "twice");
  (void)PyUnstable_SetImmortal(number);
  return number;
}
