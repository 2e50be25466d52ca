// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: none
#include "pair.h"

static int version;

static int add_registry(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&version, "example.registry", NULL);
  int result;
  if (capsule == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(capsule);
  result = PyModule_AddObjectRef(module, "registry", capsule);
  Py_DECREF(capsule);
  return result;
}

MODULE(fresh_capsule, add_registry)
