/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The stable ABI cannot make anything immortal, whatever Python loads it.
 */
#define Py_LIMITED_API 0x03090000
#include "py_immortal.h"

/** answers(op) -> (set, set by CPython's name, why, is immortal, change). */
static PyObject *answers(PyObject *self, PyObject *op) {
  const Py_ssize_t before = Py_REFCNT(op);
  const int set = PyImmortal_Set(op);
  const int unstable = PyUnstable_SetImmortal(op);
  const PyImmortal_Result why = PyImmortal_Try(op);
  (void)self;
  return Py_BuildValue("iisin", set, unstable, PyImmortal_Describe(why),
                       PyImmortal_Is(op), Py_REFCNT(op) - before);
}

static PyMethodDef methods[] = {{"answers", answers, METH_O, NULL},
                                {NULL, NULL, 0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "limited", NULL, 0, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_limited(void) { return PyModule_Create(&definition); }
