// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.12,3.13,3.14,3.15,3.15t -compile-with=3.12+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++11,c++20 -python=3.12,3.15 -compile-with=3.12+
// RUN: %tidy_case %s cpython-immortalize-unchecked -python=3.12,3.15 -compile-with=3.12+ -- -DPY_IMMORTAL_VERIFY=basic

// py_immortal.h gives the function and the question to every Python.

#include <Python.h>
#include "py_immortal.h"

PyObject *frozen_int(long value);

PyObject *frozen_int(long value) {
  PyObject *number = PyLong_FromLong(value), *pair;
  if (number == NULL)
    return NULL;
  if (PyImmortal_Set(number) == 0) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 0 from 'PyImmortal_Set' is taken for failure
    // CHECK-FIXES:   if (PyImmortal_Set(number) == 0 && !{{PyUnstable_IsImmortal|PyImmortal_Is}}(number)) {
    Py_DECREF(number);
    return NULL;
  }
  pair = Py_BuildValue("(Ni)", number, 1);
  if (pair == NULL)
    return NULL;
  PyUnstable_SetImmortal(pair);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(pair);
  return pair;
}
