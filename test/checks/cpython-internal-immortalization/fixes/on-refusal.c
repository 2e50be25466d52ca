// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=CAST
// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=CAST -config='{CheckOptions: {OnRefusal: void}}'
// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=FAIL,RETURN -config='{CheckOptions: {OnRefusal: error}}'
// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=FAIL,LEFT -config='{CheckOptions: {cpython-internal-immortalization.OnRefusal: goto}}'
// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15+ -suffix=NOGOTO,RETURN -config='{CheckOptions: {OnRefusal: return}}'

// The option OnRefusal says what a rewritten call does when it refuses. Where the
// function does not fail like that, nothing is rewritten.

#define Py_BUILD_CORE
#include <Python.h>
#include "internal/pycore_object.h"

extern int handlers;
int add_handlers(PyObject *module);
PyObject *new_handler(void);
PyObject *new_mapping(PyObject *owner);
void warm_up(void);
PyObject *new_said(void);

int add_handlers(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg._handlers", NULL);
  if (capsule == NULL)
    goto error;
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-FIXES-CAST:   (void)PyUnstable_SetImmortal(capsule);
  // CHECK-FIXES-FAIL:   if (PyUnstable_SetImmortal(capsule) == 0) {
  // CHECK-FIXES-FAIL-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'capsule' immortal");
  // CHECK-FIXES-FAIL-NEXT:     goto error;
  // CHECK-FIXES-FAIL-NEXT:   }
  // CHECK-FIXES-NOGOTO:   _Py_SetImmortal(capsule);
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0)
    goto error;
  Py_DECREF(capsule);
  return 0;
error:
  Py_XDECREF(capsule);
  return -1;
}

PyObject *new_handler(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg.handler", NULL);
  if (capsule == NULL)
    return NULL;
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-FIXES-CAST:   (void)PyUnstable_SetImmortal(capsule);
  // CHECK-FIXES-RETURN:   if (PyUnstable_SetImmortal(capsule) == 0) {
  // CHECK-FIXES-RETURN-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'capsule' immortal");
  // CHECK-FIXES-RETURN-NEXT:     Py_DECREF(capsule);
  // CHECK-FIXES-RETURN-NEXT:     return NULL;
  // CHECK-FIXES-RETURN-NEXT:   }
  // CHECK-FIXES-LEFT:   _Py_SetImmortal(capsule);
  return capsule;
}

/* Moved up, too. */
PyObject *new_mapping(PyObject *owner) {
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return NULL;
  // CHECK-FIXES-CAST:   (void)PyUnstable_SetImmortal(number);
  // CHECK-FIXES-RETURN:   if (PyUnstable_SetImmortal(number) == 0) {
  // CHECK-FIXES-RETURN-NEXT:     PyErr_SetString(PyExc_RuntimeError, "cannot make 'number' immortal");
  // CHECK-FIXES-RETURN-NEXT:     Py_DECREF(number);
  // CHECK-FIXES-RETURN-NEXT:     return NULL;
  // CHECK-FIXES-RETURN-NEXT:   }
  if (PyDict_SetItemString(owner, "half", number) < 0) {
    Py_DECREF(number);
    return NULL;
  }
  // CHECK-FIXES-LEFT:   _Py_SetImmortal(number);
  // CHECK-FIXES-CAST-NOT:   _Py_SetImmortal(number);
  // CHECK-FIXES-RETURN-NOT:   _Py_SetImmortal(number);
  _Py_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here
  return number;
}

/* There is no failure to imitate. */
void warm_up(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg.spare", NULL);
  if (capsule != NULL)
    _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-FIXES-CAST:     (void)PyUnstable_SetImmortal(capsule);
  // CHECK-FIXES-FAIL:     _Py_SetImmortal(capsule);
}

/* Somebody has said that it does not matter. */
PyObject *new_said(void) {
  PyObject *capsule = PyCapsule_New(&handlers, "pkg.handler", NULL);
  if (capsule == NULL)
    return NULL;
  (void)_Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  return capsule;
}
