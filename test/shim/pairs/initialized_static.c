// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: none
#include "pair.h"

static PyObject missing;

static int add_missing(PyObject *module) {
  PyObject_Init(&missing, &PyBaseObject_Type);
  (void)PyUnstable_SetImmortal(&missing);
  return PyModule_AddObjectRef(module, "missing", &missing);
}

MODULE(initialized_static, add_missing)
