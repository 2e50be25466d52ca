// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20

// 0 is a failure for a new capsule, which is not immortal before; and where the
// code asks whether the object is immortal.

#include <Python.h>

extern int handlers;
int add_handlers(PyObject *module);
PyObject *frozen_int(long value);
PyObject *frozen_big(long value);
PyObject *frozen_once(long value);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    return -1;
  if (PyUnstable_SetImmortal(capsule) == 0) {
    PyErr_SetString(PyExc_RuntimeError, "cannot immortalize");
    Py_DECREF(capsule);
    return -1;
  }
  return PyModule_Add(module, "_handlers", capsule);
}

PyObject *frozen_int(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL)
    return NULL;
  if (!PyUnstable_SetImmortal(number) && !PyUnstable_IsImmortal(number)) {
    Py_DECREF(number);
    return NULL;
  }
  return number;
}

PyObject *frozen_big(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL)
    return NULL;
  if (!PyUnstable_SetImmortal(number)) {
    if (!PyUnstable_IsImmortal(number)) {
      Py_DECREF(number);
      return NULL;
    }
  }
  return number;
}

PyObject *frozen_once(long value) {
  PyObject *number = PyLong_FromLong(value);
  if (number == NULL || PyUnstable_IsImmortal(number))
    return number;
  if (PyUnstable_SetImmortal(number) == 0) {
    Py_DECREF(number);
    return NULL;
  }
  return number;
}
