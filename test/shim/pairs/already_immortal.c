// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: already-immortal
#include "pair.h"

static int add_default(PyObject *module) {
  (void)PyUnstable_SetImmortal(Py_None);
  return PyModule_AddObjectRef(module, "default", Py_None);
}

MODULE(already_immortal, add_default)
