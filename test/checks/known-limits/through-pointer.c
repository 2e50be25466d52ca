// RUN: %tidy_case %s cpython-immortalize-not-fresh

// A limit: calls through a pointer are not judged.
#include <Python.h>
#include "py_immortal.h"

int add(PyObject *module);
int add(PyObject *module) {
  int (*freeze)(PyObject *) = PyImmortal_Set;
  PyObject *list = PyList_New(0);
  if (list == NULL || PyModule_AddObjectRef(module, "spam", list) < 0)
    return -1;
  return freeze(list);
}
