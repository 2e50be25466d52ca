// RUN: %tidy_case %s cpython-immortalize-type -python=3.13,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-type -std=c++17

// A container is better complete when the garbage collector loses sight of it.

#include <Python.h>
#include "py_immortal.h"

PyObject *filled_later(PyObject *item);
PyObject *filled_first(PyObject *item);
PyObject *kept_later(PyObject *owner);

PyObject *filled_later(PyObject *item) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: a list is made immortal before it is filled: the container becomes invisible to the garbage collector: what it holds leaks; fill it first [cpython-immortalize-type]
  // CHECK-NOTES: :[[@LINE+1]]:7: note: filled here
  if (PyList_Append(list, item) < 0)
    return NULL;
  return list;
}

PyObject *filled_first(PyObject *item) {
  PyObject *list = PyList_New(0);
  if (list == NULL || PyList_Append(list, item) < 0)
    return NULL;
  (void)PyUnstable_SetImmortal(list);
  return list;
}

PyObject *kept_later(PyObject *owner) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(list);
  if (PyList_Append(owner, list) < 0)
    return NULL;
  return list;
}
