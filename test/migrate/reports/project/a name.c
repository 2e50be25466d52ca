#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

int make_pair(PyObject *first, PyObject *second) {
  PyObject *pair = PyTuple_Pack(2, first, second);
  if (pair == NULL)
    return -1;
  _PyObject_GC_UNTRACK(pair);
  _Py_SetImmortal(pair); /* "&" <b>bold</b></script><img src=x onerror=alert(1)> */
  return 0;
}
