// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: not-unique
#include "pair.h"

static int version;

static int add_registry(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&version, "example.registry", NULL);
  int result;
  if (capsule == NULL)
    return -1;
  result = PyModule_AddObjectRef(module, "registry", capsule);
  if (result == 0)
    (void)PyUnstable_SetImmortal(capsule);
  Py_DECREF(capsule);
  return result;
}

MODULE(not_unique, add_registry)
