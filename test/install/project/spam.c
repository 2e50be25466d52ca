#include <Python.h>
#include "py_immortal.h"

extern void _Py_SetImmortal(PyObject *op);

PyObject *spam_make(void) {
  PyObject *list = PyList_New(0);
  if (list != NULL)
    _Py_SetImmortal(list);
  return list;
}
