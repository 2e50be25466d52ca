// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: deferred
// runs on: free-threaded
#include "pair.h"

static int add_code(PyObject *module) {
  PyCodeObject *code = PyCode_NewEmpty("deferred.c", "add_code", 1);
  int result;
  if (code == NULL)
    return -1;
  (void)PyUnstable_SetImmortal((PyObject *)code);
  result = PyModule_AddObjectRef(module, "code", (PyObject *)code);
  Py_DECREF(code);
  return result;
}

MODULE(deferred, add_code)
