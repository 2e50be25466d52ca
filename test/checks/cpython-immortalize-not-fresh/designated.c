// RUN: %tidy_case %s cpython-immortalize-not-fresh
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++20

// Members that a designated initializer sets are followed like variables.

#include <Python.h>

struct limits {
  PyObject *low;
  PyObject *high;
};

int shared(void);
int fresh(void);
int other(PyObject *list);

int shared(void) {
  struct limits all = {.low = PyFloat_FromDouble(0.5), .high = NULL};
  if (all.low == NULL)
    return -1;
  all.high = Py_NewRef(all.low);
  return PyUnstable_SetImmortal(all.low);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: another strong reference exists
}

int fresh(void) {
  struct limits all = {.low = PyFloat_FromDouble(0.5), .high = NULL};
  if (all.low == NULL)
    return -1;
  return PyUnstable_SetImmortal(all.low);
}

int other(PyObject *list) {
  struct limits all = {.low = PyFloat_FromDouble(0.5),
                       .high = PyList_GET_ITEM(list, 0)};
  if (all.low == NULL || all.high == NULL)
    return -1;
  if (PyUnstable_SetImmortal(all.low) == 0)
    return -1;
  return PyUnstable_SetImmortal(all.high);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: the object is not newly created and uniquely referenced here: 
}
