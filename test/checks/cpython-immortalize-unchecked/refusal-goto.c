// RUN: %tidy_case %s cpython-immortalize-unchecked -compile-with=3.15+
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17 -compile-with=3.15+ -config='{CheckOptions: {cpython-immortalize-unchecked.OnRefusal: goto}}'

// What may be refused takes the way out of the next thing that may fail.

#include <Python.h>

int add_limit(PyObject *module, PyObject *config);

int add_limit(PyObject *module, PyObject *config) {
  PyObject *limit = PyObject_GetAttrString(config, "limit");
  if (limit == NULL)
    goto error;
  PyUnstable_SetImmortal(limit);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyUnstable_SetImmortal' is discarded
  // CHECK-FIXES:   if (PyUnstable_SetImmortal(limit) == 0 && !PyUnstable_IsImmortal(limit)) {
  // CHECK-FIXES-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'limit' immortal");
  // CHECK-FIXES-NEXT:     goto error;
  // CHECK-FIXES-NEXT:   }
  if (PyModule_AddObjectRef(module, "limit", limit) < 0)
    goto error;
  Py_DECREF(limit);
  return 0;
error:
  Py_XDECREF(limit);
  return -1;
}
