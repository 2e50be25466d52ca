// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: argument
// run: argument.keep(bytearray(b"a literal argument"))
// by the checks: argument, unbounded
#include "pair.h"

static PyObject *keep(PyObject *self, PyObject *argument) {
  (void)self;
  (void)PyUnstable_SetImmortal(argument);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"keep", keep, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static int nothing(PyObject *module) { return module == NULL ? -1 : 0; }

MODULE_WITH_METHODS(argument, nothing, methods)
