// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++11,c++20

// Made immortal first, then published.

#include <Python.h>
#include "py_immortal.h"

static struct { int hits; } handlers;

int add_handlers(PyObject *module);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(capsule);
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0) {
    Py_DECREF(capsule);
    return -1;
  }
  Py_DECREF(capsule);
  return 0;
}
