/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * An extension of the stable ABI from before immortal objects: compiled with
 * headers of 3.11 or older, it counts references of immortal objects too.
 */
#define Py_LIMITED_API 0x03090000
#include <Python.h>

static PyObject *decref(PyObject *self, PyObject *arguments) {
  PyObject *op;
  long long i, times;
  (void)self;
  if (!PyArg_ParseTuple(arguments, "OL", &op, &times))
    return NULL;
  for (i = 0; i < times; ++i)
    Py_DECREF(op);
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"decref", decref, METH_VARARGS, NULL},
                                {NULL, NULL, 0, NULL}};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                 "old_binary",
                                 NULL,
                                 0,
                                 methods,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_old_binary(void) { return PyModule_Create(&definition); }
