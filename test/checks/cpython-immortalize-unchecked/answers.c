// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.12,3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20 -python=3.13,3.15
// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.13,3.15 -- -DPY_IMMORTAL_VERIFY=basic

// PyImmortal_Try says by a negative number that it refused; 0 is fine.

#include <Python.h>
#include "py_immortal.h"

PyObject *right(PyObject *callable);
PyObject *wrong(PyObject *callable);

PyObject *right(PyObject *callable) {
  PyObject *object = PyObject_CallNoArgs(callable);
  if (object != NULL && PyImmortal_Try(object) < 0)
    Py_CLEAR(object);
  if (object != NULL && PyImmortal_Try(object) == PyImmortal_NOT_UNIQUE)
    return NULL;
  return object;
}

PyObject *wrong(PyObject *callable) {
  PyObject *object = PyObject_CallNoArgs(callable);
  if (object == NULL)
    return NULL;
  if (PyImmortal_Try(object) == 0) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 0 from 'PyImmortal_Try' says that the object was immortal before; it refused if the result is negative [cpython-immortalize-unchecked]
    Py_DECREF(object);
    return NULL;
  }
  if (PyImmortal_Try(object) != PyImmortal_MADE) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 0 from 'PyImmortal_Try' is taken for failure
    Py_DECREF(object);
    return NULL;
  }
  PyImmortal_Try(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyImmortal_Try' is discarded
  return object;
}
