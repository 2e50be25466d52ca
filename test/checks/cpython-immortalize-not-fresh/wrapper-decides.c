// RUN: %tidy_case %s cpython-immortalize-not-fresh
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// A function that decides whether to make its parameter immortal: what its
// callers pass is not known to become so.

#include <Python.h>

int add_items(PyObject *module);

static int add(PyObject *module, const char *name, PyObject *op, int immortal) {
  if (immortal)
    PyUnstable_SetImmortal(op);
  return PyModule_AddObjectRef(module, name, op);
}

static int make_immortal_if_unique(PyObject *op) {
  if (!PyUnstable_Object_IsUniquelyReferenced(op))
    return 0;
  return PyUnstable_SetImmortal(op);
}

int add_items(PyObject *module) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return -1;
  if (PyModule_AddObjectRef(module, "items", list) < 0 ||
      add(module, "again", list, 0) < 0) {
    Py_DECREF(list);
    return -1;
  }
  make_immortal_if_unique(list);
  Py_DECREF(list);
  return 0;
}
