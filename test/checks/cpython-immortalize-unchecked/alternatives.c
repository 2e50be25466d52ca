// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+

// What else makes sense is a note with a fix of its own, which editors offer. Only
// the first fix is applied.

#include <Python.h>

extern int handlers;
int add_handlers(PyObject *module);
PyObject *frozen_limit(PyObject *config);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    goto error;
  PyUnstable_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-NOTES: :[[@LINE-2]]:3: note: or fail when it refuses: goto error
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0)
    goto error;
  Py_DECREF(capsule);
  return 0;
error:
  Py_XDECREF(capsule);
  return -1;
}

PyObject *frozen_limit(PyObject *config) {
  PyObject *limit = PyObject_GetAttrString(config, "limit");
  if (limit == NULL)
    return NULL;
  PyUnstable_SetImmortal(limit);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-NOTES: :[[@LINE-2]]:3: note: or accept that it may refuse: cast the result to void
  // CHECK-FIXES:   if (PyUnstable_SetImmortal(limit) == 0 && !PyUnstable_IsImmortal(limit)) {
  // CHECK-FIXES-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'limit' immortal");
  // CHECK-FIXES-NEXT:     Py_DECREF(limit);
  // CHECK-FIXES-NEXT:     return NULL;
  // CHECK-FIXES-NEXT:   }
  return limit;
}
