// RUN: %tidy_case %s cpython-immortalize-type
// RUN: %tidy_case %s cpython-immortalize-type -std=c++17

// The type of an object is known where a function that makes its parameter
// immortal is called.

#include <Python.h>

int exec_module(PyObject *module);

static PyObject *immortal(PyObject *op) {
  if (op != NULL)
    PyUnstable_SetImmortal(op);
  return op;
}

static PyObject *immortal_unless_str(PyObject *op) {
  if (op != NULL && !PyUnicode_Check(op))
    PyUnstable_SetImmortal(op);
  return op;
}

int exec_module(PyObject *module) {
  if (PyModule_Add(module, "NAME", immortal(PyUnicode_FromString("spam"))) < 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:36: warning: cannot make a str immortal
    return -1;
  if (PyModule_Add(module, "TABLE", immortal(PyDict_New())) < 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:37: warning: do not make a dict immortal
    return -1;
  if (PyModule_Add(module, "NOTHING", immortal(Py_NewRef(Py_None))) < 0)
    return -1;
  if (PyModule_Add(module, "TEXT",
                   immortal_unless_str(PyUnicode_FromString("spam"))) < 0)
    return -1;
  return PyModule_Add(module, "ITEMS", immortal(PyList_New(0)));
}
