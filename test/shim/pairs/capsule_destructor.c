// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: capsule-destructor
#include "pair.h"

#include <stdlib.h>

static void free_table(PyObject *capsule) {
  free(PyCapsule_GetPointer(capsule, "example.table"));
}

static int add_table(PyObject *module) {
  void *table = malloc(64);
  PyObject *capsule = PyCapsule_New(table, "example.table", free_table);
  int result;
  if (capsule == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(capsule);
  result = PyModule_AddObjectRef(module, "table", capsule);
  Py_DECREF(capsule);
  return result;
}

MODULE(capsule_destructor, add_table)
