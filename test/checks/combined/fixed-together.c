// RUN: %tidy_case %s cpython-* -python=3.15 -std=c99 -compile-with=3.15+

// All checks at once: no two fixes touch the same place, and what they leave is
// clean for each of them.

#include <Python.h>

PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
// CHECK-FIXES-NOT: _Py_SetImmortal

static int handlers;
int add_private(PyObject *module);
int add_late(PyObject *module);
int add_constants(PyObject *module);

int add_private(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    return -1;
  _Py_SetImmortal(capsule);
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  return PyModule_Add(module, "_handlers", capsule);
}

int add_late(PyObject *module) {
  PyObject *number = PyFloat_FromDouble(1.5);
  if (number == NULL)
    return -1;
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(number);
  if (PyModule_AddObjectRef(module, "number", number) < 0)
    return -1;
  PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is not newly created and uniquely referenced here: another strong reference exists, so the public call refuses; make it immortal before it is shared [cpython-immortalize-not-fresh]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded, so that nobody notices when it refuses; handle it, or cast it to void for best effort [cpython-immortalize-unchecked]
  // CHECK-FIXES:   if (PyModule_AddObjectRef(module, "number", number) < 0)
  // CHECK-FIXES-NOT: {{^}}  PyUnstable_SetImmortal(number)
  return 0;
}

int add_constants(PyObject *module) {
  PyUnstable_SetImmortal(Py_None);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the object is immortal from the start, so 'PyUnstable_SetImmortal' does nothing; remove the call [cpython-immortalize-type]
  // CHECK-FIXES: int add_constants(PyObject *module) {
  // CHECK-FIXES-NOT: Py_None)
  return PyModule_AddObjectRef(module, "none", Py_None);
  // CHECK-FIXES:   return PyModule_AddObjectRef(module, "none", Py_None);
}
