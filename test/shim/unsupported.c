// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the header says where nothing can be done.
#include <Python.h>

#include "py_immortal.h"

// (PyUnstable_SetImmortal, PyImmortal_Set, PyImmortal_Try, PyImmortal_Is,
// references lost) of one object, with an exception set all the while.
static PyObject *ask(PyObject *self, PyObject *object) {
  Py_ssize_t before = Py_REFCNT(object), lost;
  int made, set, is;
  PyImmortal_Result answer;
  (void)self;
  PyErr_SetString(PyExc_KeyError, "kept");
  made = PyUnstable_SetImmortal(object);
  set = PyImmortal_Set(object);
  answer = PyImmortal_Try(object);
  is = PyImmortal_Is(object);
  lost = before - Py_REFCNT(object);
  if (!PyErr_ExceptionMatches(PyExc_KeyError))
    return NULL;
  PyErr_Clear();
  return Py_BuildValue("iisin", made, set, PyImmortal_Describe(answer), is,
                       lost);
}

static PyMethodDef methods[] = {{"ask", ask, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                 "unsupported",
                                 NULL,
                                 -1,
                                 methods,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_unsupported(void) {
  return PyModule_Create(&definition);
}
