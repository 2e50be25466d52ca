// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12,3.13,3.14,3.15,3.15t

// CPython's own headers make objects immortal all the time.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0)};
static struct {
  PyObject_HEAD
  int eggs;
} spam_constant = {PyObject_HEAD_INIT(&Spam_Type) 1};

PyObject *use(void) {
  Py_INCREF(&spam_constant);
  Py_DECREF(&spam_constant);
  Py_RETURN_NONE;
}
