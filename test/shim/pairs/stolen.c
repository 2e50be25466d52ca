// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: stolen
// at run time: borrowed
#include "pair.h"

static int version;

static int add_registry(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&version, "example.registry", NULL);
  PyObject *entries = PyList_New(1);
  int result;
  if (capsule == NULL || entries == NULL) {
    Py_XDECREF(capsule);
    Py_XDECREF(entries);
    return -1;
  }
  PyList_SET_ITEM(entries, 0, capsule);
  (void)PyUnstable_SetImmortal(capsule);
  result = PyModule_AddObjectRef(module, "entries", entries);
  Py_DECREF(entries);
  return result;
}

MODULE(stolen, add_registry)
