// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15 -- -DPy_BUILD_CORE=1
// RUN: %tidy_case %s cpython-internal-immortalization -std=c11 -python=3.15t -compile-with=3.15 -- -DPy_BUILD_CORE=1

// An object that was just created, tested and not shown to anybody.
#include <Python.h>
#include "internal/pycore_object.h"

PyObject *default_handler(void *handler) {
  PyObject *capsule = PyCapsule_New(handler, "spam.handler", NULL);
  if (capsule == NULL)
    return NULL;
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  return capsule;
}

// Others have seen this one: the public call refuses. It does not before they
// have, and the code in between does the same with an immortal object.
PyObject *shown_handler(PyObject *module, void *handler) {
  // CHECK-FIXES: PyObject *shown_handler(PyObject *module, void *handler) {
  PyObject *capsule = PyCapsule_New(handler, "spam.handler", NULL);
  if (capsule == NULL)
    return NULL;
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  if (PyModule_AddObjectRef(module, "handler", capsule) < 0) {
    // CHECK-FIXES:   if (PyModule_AddObjectRef(module, "handler", capsule) < 0) {
    Py_DECREF(capsule);
    return NULL;
  }
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here:
  // CHECK-FIXES-NOT: _Py_SetImmortal(capsule)
  return capsule;
}

// These would become immortal on ways that leave them mortal now.
PyObject *shown_list(PyObject *module, int quick) {
  // CHECK-FIXES: PyObject *shown_list(PyObject *module, int quick) {
  PyObject *list = PyList_New(0);
  if (list == NULL || PyModule_AddObjectRef(module, "list", list) < 0)
    return NULL;
  if (quick)
    return list;
  _Py_SetImmortal(list);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here:
  // CHECK-FIXES:   _Py_SetImmortal(list);
  return list;
}

PyObject *quick_handler(PyObject *module, void *handler, int quick) {
  PyObject *capsule = PyCapsule_New(handler, "spam.handler", NULL);
  if (capsule == NULL)
    return NULL;
  Py_INCREF(capsule);
  if (quick)
    return capsule;
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here:
  // CHECK-FIXES:   _Py_SetImmortal(capsule);
  return module;
}

// Nobody knows what the callers pass.
void keep(PyObject *op) {
  _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here:
}
