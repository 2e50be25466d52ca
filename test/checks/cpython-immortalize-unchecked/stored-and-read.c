// RUN: %tidy_case %s cpython-immortalize-unchecked -- -DNDEBUG -Wno-unused-variable
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -- -DNDEBUG -Wno-unused-variable

// An assert reads a result also where NDEBUG takes it away.

#include <Python.h>
#include <assert.h>

void freeze(PyObject *object);
void freeze_both(PyObject *one, PyObject *two);

void freeze(PyObject *object) {
  int made = PyUnstable_SetImmortal(object);
  assert(made);
  (void)made;
}

void freeze_both(PyObject *one, PyObject *two) {
  const int first = PyUnstable_SetImmortal(one);
  assert(first);
  const int second = PyUnstable_SetImmortal(two);
  assert(second);
}
