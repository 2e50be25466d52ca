// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: borrowed
// run: borrowed.keep_first([object()])
#include "pair.h"

static PyObject *keep_first(PyObject *self, PyObject *entries) {
  PyObject *first = PyList_GetItem(entries, 0);
  (void)self;
  if (first == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(first);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"keep_first", keep_first, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static int nothing(PyObject *module) { return module == NULL ? -1 : 0; }

MODULE_WITH_METHODS(borrowed, nothing, methods)
