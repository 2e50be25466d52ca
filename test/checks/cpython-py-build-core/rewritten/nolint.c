// RUN: %tidy_case %s cpython-py-build-core,cpython-internal-immortalization -std=c17 -python=3.15

// A call that the maintainer keeps is not rewritten, and so needs the macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them, then remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"

PyObject *make(void);
PyObject *make(void) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  _Py_SetImmortal(list); // NOLINT(cpython-internal-immortalization)
  return list;
}
