// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unbounded -std=c++11,c++20

// Python code calls it as often as it likes, directly and through a helper.

#include <Python.h>
#include "py_immortal.h"

static PyObject *new_handle(void *pointer) {
  PyObject *capsule = PyCapsule_New(pointer, "pkg._handle", NULL);
  if (capsule == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal, and none is ever freed; make one when the module is imported, or leave it mortal [cpython-immortalize-unbounded]
  // CHECK-NOTES: :{{[0-9]+}}:16: note: CPython calls 'open_handle' because of this
  // CHECK-NOTES: :{{[0-9]+}}:10: note: 'new_handle' is called here
  return capsule;
}

static PyObject *open_handle(PyObject *self, PyObject *arg) {
  (void)self;
  void *pointer = PyLong_AsVoidPtr(arg);
  return new_handle(pointer);
}

static PyObject *frozen_float(PyObject *self, PyObject *args) {
  (void)self;
  double value;
  PyObject *number;
  if (!PyArg_ParseTuple(args, "d", &value))
    return NULL;
  number = PyFloat_FromDouble(value);
  if (number != NULL && PyUnstable_SetImmortal(number) == 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: each call from Python makes another object immortal
    // CHECK-NOTES: :{{[0-9]+}}:16: note: CPython calls 'frozen_float' because of this
    Py_CLEAR(number);
  return number;
}

static int check(double value) { return value > 0; }

static PyObject *checked_float(PyObject *self, PyObject *args) {
  (void)self;
  double value = 0;
  PyObject *number = NULL;
  int parsed = PyArg_ParseTuple(args, "d", &value);
  int checked;
  if (!parsed)
    goto error;
  checked = check(value);
  if (!checked)
    return NULL;
  number = PyFloat_FromDouble(value);
  if (number == NULL)
    goto error;
  (void)PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  // CHECK-NOTES: :{{[0-9]+}}:17: note: CPython calls 'checked_float' because of this
error:
  return number;
}

static PyObject *mortal_float(PyObject *self, PyObject *args) {
  double value;
  (void)self;
  if (!PyArg_ParseTuple(args, "d", &value))
    return NULL;
  return PyFloat_FromDouble(value);
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {



    {"handle", open_handle, METH_O, NULL},
    {"frozen", frozen_float, METH_VARARGS, NULL},
    {"checked", checked_float, METH_VARARGS, NULL},
    {"mortal", mortal_float, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}};
