// RUN: %tidy_case %s cpython-immortalize-not-fresh

// A limit: what a function of another file does with its argument needs an
// annotation or a model file.
#include <Python.h>

int freeze_it(PyObject *op);
int add(PyObject *module);
int add(PyObject *module) {
  PyObject *list = PyList_New(0);
  if (list == NULL || PyModule_AddObjectRef(module, "spam", list) < 0)
    return -1;
  return freeze_it(list);
}
