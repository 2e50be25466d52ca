// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: unchecked
// at run time: none
#include "pair.h"

static int add_table(PyObject *module) {
  static int table;
  PyObject *capsule = PyCapsule_New(&table, "unchecked.table", NULL);
  int result;
  if (capsule == NULL)
    return -1;
  PyUnstable_SetImmortal(capsule);
  result = PyModule_AddObjectRef(module, "table", capsule);
  Py_DECREF(capsule);
  return result;
}

MODULE(unchecked, add_table)
