// RUN: %tidy_case %s cpython-immortalize-not-fresh
// RUN: %tidy_case %s cpython-immortalize-not-fresh -std=c++17

// A function that makes its parameter immortal is right or wrong by what its
// callers pass: each of them is judged, and the function is not.

#include <Python.h>

static int make_immortal(PyObject *op) {
  if (op == NULL)
    return -1;
  return PyUnstable_SetImmortal(op);
}

static PyObject *empty_list(void) {
  PyObject *list = PyList_New(0);
  make_immortal(list);
  return list;
}

static int add_list(PyObject *module) {
  PyObject *list = PyList_New(0);
  if (list == NULL)
    return -1;
  if (PyModule_AddObjectRef(module, "items", list) < 0) {
    Py_DECREF(list);
    return -1;
  }
  make_immortal(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists, so the public call refuses; make it immortal before it is shared
  // CHECK-NOTES: :[[@LINE-9]]:20: note: created here by 'PyList_New'
  // CHECK-NOTES: :[[@LINE-7]]:7: note: shared here
  // CHECK-NOTES: :[[@LINE-21]]:10: note: 'make_immortal' makes it immortal here
  Py_DECREF(list);
  return 0;
}

int exec_module(PyObject *module);

int exec_module(PyObject *module) {
  PyObject *list = empty_list();
  Py_XDECREF(list);
  return add_list(module);
}
