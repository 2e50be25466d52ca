// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.12,3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unbounded -std=c++17

// A loop over what the caller passes, and one over the extension's own table.

#include <Python.h>
#include "py_immortal.h"

static PyObject *freeze_all(PyObject *self, PyObject *list) {
  (void)self;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); ++i) {
    PyObject *number = PyNumber_Float(PyList_GET_ITEM(list, i));
    PyObject *pair = PyTuple_New(2);
    if (number == NULL || pair == NULL)
      return NULL;
    if (PyUnstable_SetImmortal(pair) == 0)
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
      return NULL;
    PyTuple_SET_ITEM(pair, 0, number);
  }
  return Py_NewRef(Py_None);
}

static const double constants[] = {1.5, 2.5};

int add_constants(PyObject *module);

int add_constants(PyObject *module) {
  for (unsigned i = 0; i < sizeof(constants) / sizeof(*constants); ++i) {
    PyObject *number = PyFloat_FromDouble(constants[i]);
    if (number == NULL || PyUnstable_SetImmortal(number) == 0)
      return -1;
    if (PyObject_SetAttrString(module, "constant", number) < 0)
      return -1;
  }
  return 0;
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {{"freeze_all", freeze_all, METH_O, NULL},
                         {NULL, NULL, 0, NULL}};
