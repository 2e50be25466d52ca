// RUN: %tidy_case %s cpython-immortalize-not-fresh

// The initializer of a global variable runs code, too; only that of a lambda is a
// function that can be looked at.

#include <Python.h>

static PyObject *const shared = [] {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number) {
    Py_INCREF(number);
    (void)PyUnstable_SetImmortal(number);
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object is not newly created and uniquely referenced here: another strong reference exists
  }
  return number;
}();

static PyObject *const fresh = [] {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number)
    (void)PyUnstable_SetImmortal(number);
  return number;
}();

namespace {
const int made = PyUnstable_SetImmortal(Py_NewRef(shared));
}

int use();
int use() { return made + (fresh == shared); }
