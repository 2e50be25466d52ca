// RUN: %tidy_case %s cpython-immortalize-not-fresh
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// A wrapper in a header is judged by each of its callers.

#include "Inputs/keep_forever.h"

int of_list(PyObject *list);
int of_new(void);

int of_list(PyObject *list) {
  return keep_forever(PyList_GET_ITEM(list, 0));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: 
}

int of_new(void) {
  PyObject *number = PyFloat_FromDouble(0.5);
  return number ? keep_forever(number) : -1;
}
