// RUN: %tidy_case %s cpython-immortalize-unchecked
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17

// Where it is not certain how the function fails, or that it may give up the
// object, it is for its author to say.

#include <Python.h>

extern PyObject *shared;
void no_way_to_fail(PyObject *object);
int fails_later(PyObject *module, PyObject *config);
int borrowed(PyObject *object);
int taken_always(PyObject *module, PyObject *config);
int known_to_refuse(PyObject *module);

void no_way_to_fail(PyObject *object) {
  PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
}

int fails_later(PyObject *module, PyObject *config) {
  PyObject *limit = PyObject_GetAttrString(config, "limit"), *name;
  if (limit == NULL)
    return -1;
  PyUnstable_SetImmortal(limit), Py_INCREF(module);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  if ((name = PyObject_GetAttrString(config, "name")) == NULL)
    return -1;
  Py_DECREF(limit);
  Py_DECREF(name);
  return 0;
}

int borrowed(PyObject *object) {
  if (object == NULL)
    return -1;
  PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  return 0;
}

int taken_always(PyObject *module, PyObject *config) {
  PyObject *limit = PyObject_GetAttrString(config, "limit");
  Py_XINCREF(limit);
  PyUnstable_SetImmortal(limit);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  if (PyModule_Add(module, "limit", limit) < 0)
    return -1;
  return 0;
}

int known_to_refuse(PyObject *module) {
  PyObject *limit = PyFloat_FromDouble(1e9);
  if (PyModule_AddObjectRef(module, "limit", limit) < 0)
    return -1;
  PyUnstable_SetImmortal(limit);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  if (PyModule_AddObjectRef(module, "limit2", limit) < 0)
    return -1;
  return 0;
}
