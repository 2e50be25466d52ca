// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+

// What an extension's own type returns when it is called is a new instance as a
// rule; any other callable may return None, or a small int.

#include <Python.h>

extern PyTypeObject Sentinel_Type;
struct state {
  PyTypeObject *sentinel_type;
  PyObject *factory;
};

PyObject *of_static_type(void);
PyObject *of_heap_type(struct state *state);
PyObject *of_callable(struct state *state);
PyObject *of_int(PyObject *text);

PyObject *of_static_type(void) {
  PyObject *sentinel = PyObject_CallNoArgs((PyObject *)&Sentinel_Type);
  if (sentinel == NULL)
    return NULL;
  if (PyUnstable_SetImmortal(sentinel) == 0) {
    Py_DECREF(sentinel);
    return NULL;
  }
  return sentinel;
}

PyObject *of_heap_type(struct state *state) {
  PyObject *sentinel = PyObject_CallNoArgs((PyObject *)state->sentinel_type);
  if (sentinel == NULL)
    return NULL;
  if (!PyUnstable_SetImmortal(sentinel)) {
    Py_DECREF(sentinel);
    return NULL;
  }
  return sentinel;
}

PyObject *of_callable(struct state *state) {
  PyObject *made = PyObject_CallNoArgs(state->factory);
  if (made == NULL)
    return NULL;
  if (!PyUnstable_SetImmortal(made)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure, but the object may have been immortal before
    // CHECK-FIXES:   if (!PyUnstable_SetImmortal(made) && !PyUnstable_IsImmortal(made)) {
    Py_DECREF(made);
    return NULL;
  }
  return made;
}

PyObject *of_int(PyObject *text) {
  PyObject *number = PyObject_CallOneArg((PyObject *)&PyLong_Type, text);
  if (number == NULL)
    return NULL;
  if (!PyUnstable_SetImmortal(number)) {
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 0 from 'PyUnstable_SetImmortal' is taken for failure, but the object may have been immortal before
    // CHECK-FIXES:   if (!PyUnstable_SetImmortal(number) && !PyUnstable_IsImmortal(number)) {
    Py_DECREF(number);
    return NULL;
  }
  return number;
}
