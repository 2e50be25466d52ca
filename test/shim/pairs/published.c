// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: published
// at run time: borrowed
#include "pair.h"

static int add_rows(PyObject *module) {
  PyObject *rows = PyList_New(0);
  PyObject *row = PyTuple_New(1);
  int result;
  if (rows == NULL || row == NULL || PyList_Append(rows, row) < 0) {
    Py_XDECREF(rows);
    Py_XDECREF(row);
    return -1;
  }
  Py_DECREF(row);
  (void)PyUnstable_SetImmortal(row);
  result = PyModule_AddObjectRef(module, "rows", rows);
  Py_DECREF(rows);
  return result;
}

MODULE(published, add_rows)
