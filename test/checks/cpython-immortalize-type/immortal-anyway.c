// RUN: %tidy_case %s cpython-immortalize-type -python=3.13,3.14,3.15,3.15t -compile-with=3.13+ -- -Wno-missing-field-initializers
// RUN: %tidy_case %s cpython-immortalize-type -std=c++11,c++20 -compile-with=3.13+ -- -Wno-missing-field-initializers

// Objects that are immortal from the start; a call that nobody looks at goes.

#include <Python.h>
#include "py_immortal.h"

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0)};

int freeze_all(void);
PyObject *small(void);
PyObject *large(void);

int freeze_all(void) {
  // CHECK-FIXES: int freeze_all(void) {
  PyUnstable_SetImmortal(Py_None);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is immortal from the start, so 'PyUnstable_SetImmortal' does nothing; remove the call [cpython-immortalize-type]
  (void)PyUnstable_SetImmortal((PyObject *)&PyLong_Type);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is immortal from the start
  // CHECK-FIXES-NOT: PyLong_Type
  if (PyType_Ready(&Spam_Type) < 0)
    return -1;
  // CHECK-FIXES:     return -1;
  (void)PyUnstable_SetImmortal((PyObject *)&Spam_Type);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is immortal from the start
  // CHECK-FIXES-NOT: Spam_Type);
  return PyUnstable_SetImmortal(Py_True);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is immortal from the start
  // CHECK-FIXES:   return PyUnstable_SetImmortal(Py_True);
}

PyObject *small(void) {
  PyObject *number = PyLong_FromLong(7);
  if (number != NULL)
    (void)PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object is immortal from the start
  return number;
}

PyObject *large(void) {
  PyObject *number = PyLong_FromLong(70000);
  if (number != NULL)
    (void)PyUnstable_SetImmortal(number);
  return number;
}
