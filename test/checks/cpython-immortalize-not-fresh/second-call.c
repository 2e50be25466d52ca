// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// One call is enough.

#include <Python.h>
#include "py_immortal.h"

int freeze_twice(double value);
int freeze_two(double value);

int freeze_twice(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return -1;
  if (PyUnstable_SetImmortal(number) == 0)
    return -1;
  return PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: the object is already immortal; remove the second call
}

int freeze_two(double value) {
  PyObject *number = PyFloat_FromDouble(value);
  PyObject *other = PyFloat_FromDouble(-value);
  if (number == NULL || other == NULL)
    return -1;
  return PyUnstable_SetImmortal(number) + PyUnstable_SetImmortal(other);
}

// The second call of a method is told that, and not again whose object it is.
static PyObject *freeze_arguments_twice(PyObject *Py_UNUSED(module), PyObject *args) {
  int made = PyUnstable_SetImmortal(args);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the object is not newly created and uniquely referenced here: the object is the caller's: a C method's arguments are borrowed
  made += PyUnstable_SetImmortal(args);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object is not newly created and uniquely referenced here: the object is already immortal; remove the second call
  return PyLong_FromLong(made);
}

PyMethodDef second_call_methods[] = {
    {"freeze_arguments_twice", freeze_arguments_twice, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
