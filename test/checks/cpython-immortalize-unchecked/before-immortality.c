// RUN: %tidy_case %s cpython-immortalize-unchecked -suffix=FAILS -config='{CheckOptions: {OnRefusal: error, MinimumPython: "3.12"}}'
// RUN: %tidy_case %s cpython-immortalize-unchecked -config='{CheckOptions: {OnRefusal: error, MinimumPython: "3.11"}}'

// Before 3.12 each call refuses: to fail then would be to fail always. The option
// may be set once for all checks.

#include <Python.h>
#include <py_immortal.h>

extern int handlers;
PyObject *new_handler(void);

PyObject *new_handler(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg.handler", NULL);
  if (capsule == NULL)
    return NULL;
  PyImmortal_Set(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'PyImmortal_Set' is discarded
  // CHECK-FIXES-FAILS:   if (PyImmortal_Set(capsule) == 0) {
  // CHECK-FIXES-FAILS-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'capsule' immortal");
  // CHECK-FIXES-FAILS-NEXT:     Py_DECREF(capsule);
  // CHECK-FIXES-FAILS-NEXT:     return NULL;
  // CHECK-FIXES-FAILS-NEXT:   }
  return capsule;
}
