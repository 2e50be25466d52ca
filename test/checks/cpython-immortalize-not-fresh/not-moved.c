// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.15
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// Places where the call cannot be moved up for sure.

#include <Python.h>

PyObject *untested(PyObject *module, double value);
PyObject *leaves_in_between(PyObject *module, double value, int frozen);
PyObject *filled_in_between(PyObject *module, PyObject *item);
PyObject *asked_in_between(PyObject *module, double value);
PyObject *asked_for_the_result(PyObject *module, double value);
PyObject *other_block(PyObject *module, double value);
PyObject *dict(PyObject *module);

PyObject *untested(PyObject *module, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  PyModule_AddObjectRef(module, "number", number);
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}} another strong reference exists
  return number;
}

PyObject *leaves_in_between(PyObject *module, double value, int frozen) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  Py_INCREF(number);
  if (!frozen)
    return number;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}} another strong reference exists
  return number;
}

PyObject *filled_in_between(PyObject *module, PyObject *item) {
  PyObject *pair = PyTuple_New(1);
  if (pair == NULL)
    return NULL;
  Py_INCREF(item);
  PyTuple_SET_ITEM(pair, 0, item);
  Py_INCREF(pair);
  PyUnstable_SetImmortal(pair);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}} another strong reference exists
  return pair;
}

PyObject *asked_in_between(PyObject *module, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  Py_INCREF(number);
  if (Py_REFCNT(number) > 2)
    return NULL;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}} another strong reference exists
  return number;
}

PyObject *asked_for_the_result(PyObject *module, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  if (PyModule_AddObjectRef(module, "number", number) < 0)
    return NULL;
  if (PyUnstable_SetImmortal(number) == 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: {{.*}} another strong reference exists
    return NULL;
  return number;
}

PyObject *other_block(PyObject *module, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return NULL;
  if (PyModule_AddObjectRef(module, "number", number) == 0) {
    PyUnstable_SetImmortal(number);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: {{.*}} another strong reference exists
  }
  return number;
}

PyObject *dict(PyObject *module) {
  PyObject *names = PyDict_New();
  if (names == NULL)
    return NULL;
  if (PyModule_AddObjectRef(module, "names", names) < 0)
    return NULL;
  PyUnstable_SetImmortal(names);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}} another strong reference exists
  return names;
}
