// RUN: %tidy_case %s cpython-immortalize-unchecked
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17

// A function of the project's own that returns the answer: what its callers do
// with that is theirs. One that drops it is told.

#include <Python.h>

PyObject *table(void);

static int make_immortal(PyObject *op) {
  return op ? PyUnstable_SetImmortal(op) : 0;
}

static void freeze(PyObject *op) {
  if (op)
    PyUnstable_SetImmortal(op);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the result of 'PyUnstable_SetImmortal' is discarded
}

PyObject *table(void) {
  PyObject *list = PyList_New(0);
  make_immortal(list);
  freeze(list);
  return list;
}
