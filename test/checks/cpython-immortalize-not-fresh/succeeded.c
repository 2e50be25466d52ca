// RUN: %tidy_case %s cpython-immortalize-not-fresh
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// What a call keeps or steals it does if it succeeds: where it failed, the object
// is as new as it was.

#include <Python.h>

int kept(PyObject *list);
int not_kept(PyObject *list);
int stolen(PyObject *module);
int not_stolen(PyObject *module);

int kept(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return -1;
  int rc = PyList_Append(list, number);
  if (rc == 0 && PyUnstable_SetImmortal(number) == 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the object is not newly created and uniquely referenced here: another strong reference exists
    rc = -1;
  Py_DECREF(number);
  return rc;
}

int not_kept(PyObject *list) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return -1;
  int rc = PyList_Append(list, number);
  if (rc < 0 && PyUnstable_SetImmortal(number) == 0)
    rc = -2;
  Py_DECREF(number);
  return rc;
}

int stolen(PyObject *module) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return -1;
  if (PyModule_AddObject(module, "half", number) < 0) {
    Py_DECREF(number);
    return -1;
  }
  return PyUnstable_SetImmortal(number) ? 0 : -1;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here
}

int not_stolen(PyObject *module) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return -1;
  if (PyModule_AddObject(module, "half", number) == 0)
    return 0;
  int made = PyUnstable_SetImmortal(number);
  Py_DECREF(number);
  return made ? 1 : -1;
}
