// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+

// The second call on an object returns 0, always.

#include <Python.h>

int add_float(PyObject *module, double value);

int add_float(PyObject *module, double value) {
  PyObject *number = PyFloat_FromDouble(value);
  if (number == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(number);
  if (!PyUnstable_SetImmortal(number)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure, but the object may have been immortal before
    // CHECK-NOTES: :[[@LINE-6]]:22: note: created here by 'PyFloat_FromDouble'
    // CHECK-NOTES: :[[@LINE-4]]:9: note: made immortal here
    // CHECK-FIXES:   if (!PyUnstable_SetImmortal(number) && !PyUnstable_IsImmortal(number)) {
    Py_DECREF(number);
    return -1;
  }
  return PyModule_Add(module, "number", number);
}
