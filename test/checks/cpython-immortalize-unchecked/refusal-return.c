// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+ -config='{CheckOptions: {cpython-immortalize-unchecked.OnRefusal: return}}'

// The same for functions that return, with what they give up before.

#include <Python.h>

int add_limit(PyObject *module, PyObject *config);
PyObject *frozen_limit(PyObject *config);

int add_limit(PyObject *module, PyObject *config) {
  PyObject *limit = PyObject_GetAttrString(config, "limit");
  if (limit == NULL)
    return -1;
  PyUnstable_SetImmortal(limit);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:   if (PyUnstable_SetImmortal(limit) == 0 && !PyUnstable_IsImmortal(limit)) {
  // CHECK-FIXES-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'limit' immortal");
  // CHECK-FIXES-NEXT:     Py_DECREF(limit);
  // CHECK-FIXES-NEXT:     return -1;
  // CHECK-FIXES-NEXT:   }
  if (PyModule_AddObjectRef(module, "limit", limit) < 0) {
    Py_DECREF(limit);
    return -1;
  }
  Py_DECREF(limit);
  return 0;
}

PyObject *frozen_limit(PyObject *config) {
  PyObject *limit = PyObject_GetAttrString(config, "limit");
  if (limit == NULL)
    return NULL;
  PyUnstable_SetImmortal(limit);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:   if (PyUnstable_SetImmortal(limit) == 0 && !PyUnstable_IsImmortal(limit)) {
  // CHECK-FIXES-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'limit' immortal");
  // CHECK-FIXES-NEXT:     Py_DECREF(limit);
  // CHECK-FIXES-NEXT:     return NULL;
  // CHECK-FIXES-NEXT:   }
  return limit;
}
