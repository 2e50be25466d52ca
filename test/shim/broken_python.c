/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Verification on a Python that does not do what it promises. The private
 * function that py_immortal.h calls on 3.14 is replaced by one of these.
 */
#ifdef __cplusplus
extern "C" {
#endif
#include <Python.h>
#define _Py_SetImmortal replaced_set_immortal
PyAPI_FUNC(void) replaced_set_immortal(PyObject *op);
#ifdef __cplusplus
}
#endif
#include "py_immortal.h"

static uint32_t new_count;

/* Neither untracks, nor takes any count but the one it is told. */
void replaced_set_immortal(PyObject *op) {
  if (new_count)
    op->ob_refcnt = new_count;
}

static PyObject *set_list(PyObject *self, PyObject *count) {
  (void)self;
  new_count = (uint32_t)PyLong_AsUnsignedLong(count);
  return PyLong_FromLong(PyImmortal_Set(PyList_New(0)));
}

static PyObject *set_bytes(PyObject *self, PyObject *count) {
  (void)self;
  new_count = (uint32_t)PyLong_AsUnsignedLong(count);
  return PyLong_FromLong(PyImmortal_Set(PyBytes_FromString("ab")));
}

static PyMethodDef methods[] = {{"set_list", set_list, METH_O, NULL},
                                {"set_bytes", set_bytes, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                 "broken_python",
                                 NULL,
                                 0,
                                 methods,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL};

PyMODINIT_FUNC PyInit_broken_python(void) {
  return PyModule_Create(&definition);
}
