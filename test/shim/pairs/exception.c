// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: exception
#include "pair.h"

static int add_error(PyObject *module) {
  PyObject *error =
      PyUnicodeDecodeError_Create("ascii", "\x80", 1, 0, 1, "not ASCII");
  int result;
  if (error == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(error);
  result = PyModule_AddObjectRef(module, "error", error);
  Py_DECREF(error);
  return result;
}

MODULE(exception, add_error)
