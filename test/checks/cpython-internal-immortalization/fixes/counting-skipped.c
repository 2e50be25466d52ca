// RUN: %tidy_case %s cpython-internal-immortalization -python=3.15 -compile-with=none

// What takes an object for immortal and does not count it any more needs the
// certainty of the private call. The twin is counted.
#define Py_BUILD_CORE 1
#include <Python.h>
#include <internal/pycore_object.h>

/* The handlers are immortal. */
#define HANDLER_DECREF(object) ((void)0)

static PyObject *handlers, *counted;

int make_handlers(void);
int make_handlers(void) {
  handlers = PyCapsule_New((void *)"", NULL, NULL);
  if (handlers == NULL)
    return -1;
  _Py_SetImmortal(handlers);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here: the code skips reference counting for the object afterwards, so a refused call would be a use after free [cpython-internal-immortalization]
  // CHECK-NOTES: :[[@LINE-5]]:14: note: created here by 'PyCapsule_New'
  // CHECK-NOTES: :[[@LINE+30]]:3: note: the object is not counted here
  counted = PyCapsule_New((void *)"", NULL, NULL);
  if (counted == NULL)
    return -1;
  _Py_SetImmortal(counted);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-NOTES: :[[@LINE-5]]:13: note: created here by 'PyCapsule_New'
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(counted);
  return 0;
}

// Nor is it moved to where the public call would succeed.
int show_handlers(PyObject *module);
int show_handlers(PyObject *module) {
  PyObject *shown = PyCapsule_New((void *)"", NULL, NULL);
  if (shown == NULL)
    return -1;
  if (PyModule_AddObjectRef(module, "shown", shown) < 0)
    return -1;
  _Py_SetImmortal(shown);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here: another strong reference exists
  // CHECK-NOTES: :[[@LINE-7]]:21: note: created here by 'PyCapsule_New'
  // CHECK-NOTES: :[[@LINE-5]]:7: note: shared here
  // CHECK-FIXES:   _Py_SetImmortal(shown);
  HANDLER_DECREF(shown);
  return 0;
}

void free_handlers(void);
void free_handlers(void) {
  HANDLER_DECREF(handlers);
  Py_DECREF(counted);
}
