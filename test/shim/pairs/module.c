// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: module
#include "pair.h"

static int add_part(PyObject *module) {
  PyObject *part = PyModule_New("module.part");
  int result;
  if (part == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(part);
  result = PyModule_AddObjectRef(module, "part", part);
  Py_DECREF(part);
  return result;
}

MODULE(module, add_part)
