// RUN: %tidy_case %s cpython-immortalize-not-fresh
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// While a container lives, it shares what it keeps. After its end, or after a call
// that takes things out of containers, nobody knows, and nothing is said.

#include <Python.h>

int alive(void);
int released(void);
int deleted(PyObject *dict);
int replaced(PyObject *dict);

int alive(void) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return -1;
  PyObject *pair = PyTuple_Pack(1, number);
  if (pair == NULL)
    return -1;
  int made = PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  Py_DECREF(pair);
  return made;
}

int released(void) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return -1;
  PyObject *pair = PyTuple_Pack(1, number);
  if (pair == NULL)
    return -1;
  Py_DECREF(pair);
  return PyUnstable_SetImmortal(number);
}

int deleted(PyObject *dict) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL || PyDict_SetItemString(dict, "half", number) < 0 ||
      PyDict_DelItemString(dict, "half") < 0)
    return -1;
  return PyUnstable_SetImmortal(number);
}

int replaced(PyObject *dict) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL || PyDict_SetItemString(dict, "half", number) < 0 ||
      PyDict_SetItemString(dict, "third", Py_None) < 0)
    return -1;
  return PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: another strong reference exists
}
