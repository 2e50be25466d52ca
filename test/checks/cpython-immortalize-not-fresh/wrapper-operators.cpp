// RUN: %tidy_case %s cpython-immortalize-not-fresh

// The same for function objects, members and templates: the object is the
// argument for the parameter, wherever that stands.

#include <Python.h>

namespace {
struct Freezer {
  int operator()(const char *, PyObject *op) const {
    return PyUnstable_SetImmortal(op);
  }
  int freeze(PyObject *op) const { return PyUnstable_SetImmortal(op); }
};

template <class T> int freeze(T *op) {
  return PyUnstable_SetImmortal(reinterpret_cast<PyObject *>(op));
}
} // namespace

int fresh();
int fresh() {
  PyObject *list = PyList_New(0), *other = PyList_New(0), *third = PyList_New(0);
  if (!list || !other || !third)
    return -1;
  return Freezer()("list", list) + Freezer().freeze(other) + freeze(third);
}

int shared(PyObject *module);
int shared(PyObject *module) {
  PyObject *list = PyList_New(0), *other = PyList_New(0), *third = PyList_New(0);
  if (!list || !other || !third)
    return -1;
  Py_INCREF(list);
  Py_INCREF(other);
  Py_INCREF(third);
  Freezer()(PyModule_GetName(module), list);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  Freezer().freeze(other);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  freeze(third);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  return 0;
}
