// RUN: %tidy_case %s cpython-immortalize-unchecked -config='{CheckOptions: {cpython-immortalize-unchecked.OnRefusal: void}}' -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -config='{CheckOptions: {cpython-immortalize-unchecked.OnRefusal: void}}' -compile-with=3.15+

// Every place where an expression is a statement, or as good as one.

#include <Python.h>

void freeze_all(PyObject *const *objects, Py_ssize_t count, int how);

void freeze_all(PyObject *const *objects, Py_ssize_t count, int how) {
  if (count == 1)
    PyUnstable_SetImmortal(objects[0]);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(objects[0]);
  else
    for (Py_ssize_t i = 0; i < count; ++i)
      PyUnstable_SetImmortal(objects[i]);
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:       (void)PyUnstable_SetImmortal(objects[i]);
  switch (how) {
  case 1:
    PyUnstable_SetImmortal(objects[1]), --count;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'PyUnstable_SetImmortal' is discarded
    // CHECK-FIXES:     (void)PyUnstable_SetImmortal(objects[1]), --count;
    break;
  case 2:
    PyUnstable_SetImmortal(objects[2]);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'PyUnstable_SetImmortal' is discarded
    // CHECK-FIXES:     (void)PyUnstable_SetImmortal(objects[2]);
    break;
  default:
    break;
  }
  while (count-- > 2)
    PyUnstable_SetImmortal(objects[count]);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(objects[count]);
  do
    PyUnstable_SetImmortal(objects[how]);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(objects[how]);
  while (--how > 0);
}
