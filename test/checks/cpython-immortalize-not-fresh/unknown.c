// RUN: %tidy_case %s cpython-immortalize-not-fresh -python=3.15
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17 -suffix=ASKED -config='{CheckOptions: {cpython-immortalize-not-fresh.ReportUnknown: true}}'

// What is neither proven nor refuted is not reported unless asked for.

#include <Python.h>

int freeze(PyObject *object);
int freeze_result(PyObject *callable);

int freeze(PyObject *object) {
  return PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES-ASKED: :[[@LINE-1]]:10: warning: 'PyUnstable_SetImmortal' may refuse here: the object is a parameter; its callers decide what it is [cpython-immortalize-not-fresh]
}

int freeze_result(PyObject *callable) {
  PyObject *object = PyObject_CallNoArgs(callable);
  if (object == NULL)
    return -1;
  return PyUnstable_SetImmortal(object);
  // CHECK-MESSAGES-ASKED: :[[@LINE-1]]:10: warning: 'PyUnstable_SetImmortal' may refuse here: the reference may be to a cached or shared object
}
