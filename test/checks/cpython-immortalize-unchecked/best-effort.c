// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20

// A cast to void says that a refusal does not matter.

#include <Python.h>

int freeze(PyObject *module, const char *name);

int freeze(PyObject *module, const char *name) {
  PyObject *object = PyObject_GetAttrString(module, name);
  if (object == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(object);
  Py_DECREF(object);
  return 0;
}
