// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+

// A result that is assigned is looked at by whoever reads it; one that is assigned
// and thrown away with a cast to void says that it does not matter.

#include <Python.h>

struct report {
  int made;
};
static int last_made;

int returned(void);
void to_report(struct report *report);
void to_parameter(int *made);
void to_elements(int made[2]);
void to_global(void);
void counted_after_all(PyObject *object);
int last(void);

int returned(void) {
  int made;
  PyObject *half = PyFloat_FromDouble(0.5);
  if (half == NULL)
    return -1;
  made = PyUnstable_SetImmortal(half);
  Py_DECREF(half);
  return made;
}

void to_report(struct report *report) {
  PyObject *half = PyFloat_FromDouble(0.5);
  if (half != NULL)
    report->made = PyUnstable_SetImmortal(half);
}

void to_parameter(int *made) {
  PyObject *half = PyFloat_FromDouble(0.5);
  if (half != NULL)
    *made = PyUnstable_SetImmortal(half);
}

void to_elements(int made[2]) {
  PyObject *half = PyFloat_FromDouble(0.5);
  if (half != NULL)
    made[0] = made[1] = PyUnstable_SetImmortal(half);
}

void to_global(void) {
  PyObject *half = PyFloat_FromDouble(0.5);
  if (half != NULL)
    last_made = PyUnstable_SetImmortal(half);
}

int last(void) { return last_made; }

// The sum is read, this result is not.
void counted_after_all(PyObject *object) {
  last_made = (PyUnstable_SetImmortal(object), 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the result of 'PyUnstable_SetImmortal' is discarded
}
