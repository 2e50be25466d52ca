// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: heap-type
#include "pair.h"

static int add_error(PyObject *module) {
  PyObject *error = PyErr_NewException("exception_type.Error", NULL, NULL);
  int result;
  if (error == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(error);
  result = PyModule_AddObjectRef(module, "Error", error);
  Py_DECREF(error);
  return result;
}

MODULE(exception_type, add_error)
