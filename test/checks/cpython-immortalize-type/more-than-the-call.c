// RUN: %tidy_case %s cpython-immortalize-type,cpython-immortalize-not-fresh

// A statement that does more than the call stays, and so does a call under
// another condition than the place that it could move to.
#include <Python.h>
#include "py_immortal.h"

static int calls;

int freeze(PyObject *spam) {
  calls++, PyUnstable_SetImmortal(Py_None);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: the object is immortal from the start
  spam != NULL && PyUnstable_SetImmortal(Py_True);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the object is immortal from the start
  return calls;
}

PyObject *make(void) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return NULL;
  Py_INCREF(list);
#if PY_VERSION_HEX >= 0x030F0000
  (void)PyUnstable_SetImmortal(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: the object is not newly created and uniquely referenced here
#endif
  return list;
}
