// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: zero-static
#include "pair.h"

static PyObject missing;

static int add_missing(PyObject *module) {
  Py_SET_TYPE(&missing, &PyBaseObject_Type);
  (void)PyUnstable_SetImmortal(&missing);
  return module == NULL ? -1 : 0;
}

MODULE(zero_static, add_missing)
