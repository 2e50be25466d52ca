// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: unbounded
// run: [unbounded.make() for _ in range(2000)]
#include "pair.h"

static int version;

static PyObject *make(PyObject *self, PyObject *unused) {
  PyObject *capsule = PyCapsule_New(&version, "example.handle", NULL);
  (void)self;
  (void)unused;
  if (capsule != NULL)
    (void)PyUnstable_SetImmortal(capsule);
  return capsule;
}

static PyMethodDef methods[] = {{"make", make, METH_NOARGS, NULL},
                                {NULL, NULL, 0, NULL}};

static int nothing(PyObject *module) { return module == NULL ? -1 : 0; }

MODULE_WITH_METHODS(unbounded, nothing, methods)
