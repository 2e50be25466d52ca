// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=none

// The free-threaded build makes modules with deferred counting and refuses them,
// however fresh. The twin is a capsule, which both builds accept.
#include <Python.h>
extern void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here

PyObject *make_module(void) {
  PyObject *module = PyModule_New("spam");
  if (module != NULL)
    _Py_SetImmortal(module);
  return module;
}

PyObject *make_capsule(void *data) {
  PyObject *capsule = PyCapsule_New(data, "spam", NULL);
  if (capsule != NULL)
    _Py_SetImmortal(capsule);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(capsule);
  return capsule;
}
