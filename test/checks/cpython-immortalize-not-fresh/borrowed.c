// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// Somebody else's objects, which the run-time test accepts when their owner has
// the only reference.

#include <Python.h>
#include "py_immortal.h"

int freeze_first(PyObject *list);
int freeze_default(PyObject *dict);
int freeze_path(void);
int freeze_namespace(PyObject *module);
int freeze_new(PyObject *list);

int freeze_first(PyObject *list) {
  PyObject *first = PyList_GetItem(list, 0);
  if (first == NULL)
    return -1;
  return PyUnstable_SetImmortal(first);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: the reference is borrowed from its owner; leave that to the code that created the object
}

int freeze_default(PyObject *dict) {
  PyObject *value = PyDict_GetItemString(dict, "default");
  return value ? PyUnstable_SetImmortal(value) : 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: {{.*}}: the reference is borrowed from its owner
}

int freeze_path(void) {
  return PyUnstable_SetImmortal(PySys_GetObject("path"));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: {{.*}}: the reference is borrowed from its owner
}

int freeze_namespace(PyObject *module) {
  return PyUnstable_SetImmortal(PyModule_GetDict(module));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: {{.*}}: the reference is borrowed from its owner
}

int freeze_new(PyObject *list) {
  PyObject *copy = PyList_GetSlice(list, 0, 1);
  if (copy == NULL)
    return -1;
  return PyUnstable_SetImmortal(copy);
}
