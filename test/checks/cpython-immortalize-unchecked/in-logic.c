// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+ -- -Wno-unused-value
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+ -- -Wno-unused-value

// On the left of || a result decides whether the right is evaluated; on the right
// of && at the end of a statement nobody looks at it.

#include <Python.h>

int report(PyObject *object);
int freeze_or_report(PyObject *object);
int freeze_and_go_on(PyObject *object);
int freeze_all(PyObject *first, PyObject *second);

int freeze_or_report(PyObject *object) {
  PyUnstable_SetImmortal(object) || report(object);
  !PyUnstable_SetImmortal(object) && report(object);
  object != NULL && !PyUnstable_SetImmortal(object) && report(object);
  return 0;
}

int freeze_and_go_on(PyObject *object) {
  object != NULL && PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the result of 'PyUnstable_SetImmortal' is discarded
  return 0;
}

int freeze_all(PyObject *first, PyObject *second) {
  PyUnstable_SetImmortal(first) && PyUnstable_SetImmortal(second);
  // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: the result of 'PyUnstable_SetImmortal' is discarded
  return 0;
}
