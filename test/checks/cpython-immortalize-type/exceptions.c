// RUN: %tidy_case %s cpython-immortalize-type -compile-with=none
// RUN: %tidy_case %s cpython-immortalize-type -std=c++17 -compile-with=none

// What a call of an exception class makes is an exception, whatever it is given.

#include <Python.h>

int with_text(void);
int with_nothing(void);
int with_arguments(PyObject *args);
int no_exception(void);
int own_class(PyObject *own_error);

int with_text(void) {
  PyObject *error = PyObject_CallFunction(PyExc_ValueError, "s", "no");
  if (error == NULL)
    return -1;
  return PyUnstable_SetImmortal(error);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: do not make an exception immortal: {{.*}}
}

int with_nothing(void) {
  PyObject *error = PyObject_CallNoArgs(PyExc_KeyError);
  if (error == NULL)
    return -1;
  return PyUnstable_SetImmortal(error);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: do not make an exception immortal: {{.*}}
}

int with_arguments(PyObject *args) {
  PyObject *error = PyObject_CallObject(PyExc_OSError, args);
  if (error == NULL)
    return -1;
  return PyUnstable_SetImmortal(error);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: do not make an exception immortal: {{.*}}
}

int no_exception(void) {
  PyObject *plain = PyObject_CallNoArgs((PyObject *)&PyBaseObject_Type);
  if (plain == NULL)
    return -1;
  return PyUnstable_SetImmortal(plain);
}

int own_class(PyObject *own_error) {
  PyObject *error = PyObject_CallNoArgs(own_error);
  if (error == NULL)
    return -1;
  return PyUnstable_SetImmortal(error);
}
