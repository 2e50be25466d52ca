// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: weakly-referenced
// runs on: free-threaded
#include "pair.h"

static int add_token(PyObject *module) {
  PyObject *token = PyFrozenSet_New(NULL);
  PyObject *reference = token == NULL ? NULL : PyWeakref_NewRef(token, NULL);
  int result;
  if (reference == NULL) {
    Py_XDECREF(token);
    return -1;
  }
  (void)PyUnstable_SetImmortal(token);
  result = PyModule_AddObjectRef(module, "token", token);
  Py_DECREF(token);
  Py_DECREF(reference);
  return result;
}

MODULE(weakly_referenced, add_token)
