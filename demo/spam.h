/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the files of the spam extension share. */
#ifndef SPAM_H
#define SPAM_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* The C API that other extensions import as a capsule. */
typedef struct {
  int version;
  PyObject *(*make)(double weight);
} SpamApi;

int spam_add_api(PyObject *module);
int spam_add_types(PyObject *module);
PyObject *spam_make(double weight);

#endif
