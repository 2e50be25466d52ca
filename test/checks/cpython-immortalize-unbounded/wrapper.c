// RUN: %tidy_case %s cpython-immortalize-unbounded
// RUN: %tidy_case %s cpython-immortalize-unbounded -std=c++17

// A function around the call does not hide how often it is called, and one that
// does so once does not become unbounded by being called often.

#include <Python.h>

static int make_immortal(PyObject *op) {
  return op ? PyUnstable_SetImmortal(op) : 0;
}

static int make_first_immortal(PyObject *op) {
  static int done;
  if (done)
    return 0;
  done = 1;
  return PyUnstable_SetImmortal(op);
}

static PyObject *new_list(PyObject *module, PyObject *unused) {
  PyObject *list = PyList_New(0);
  (void)module;
  (void)unused;
  if (list == NULL)
    return NULL;
  make_immortal(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: each call from Python makes another object immortal
  // CHECK-NOTES: :[[@LINE+16]]:18: note: CPython calls 'new_list' because of this
  // CHECK-NOTES: :[[@LINE-20]]:15: note: 'make_immortal' makes it immortal here
  return list;
}

static PyObject *first_list(PyObject *module, PyObject *unused) {
  PyObject *list = PyList_New(0);
  (void)module;
  (void)unused;
  if (list != NULL)
    make_first_immortal(list);
  return list;
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {
    {"new_list", new_list, METH_NOARGS, NULL},
    {"first_list", first_list, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
