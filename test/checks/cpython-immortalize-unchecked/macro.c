// RUN: %tidy_case %s cpython-immortalize-unchecked
// RUN: %tidy_case %s cpython-immortalize-unchecked -std=c++17

// A macro is reported where it is used, and left alone: other uses differ.

#include <Python.h>

#ifdef Py_GIL_DISABLED
#define FREEZE(object) PyUnstable_SetImmortal(object)
#else
#define FREEZE(object) PyUnstable_SetImmortal((PyObject *)(object))
#endif
#define FREEZE_QUIETLY(object) ((void)PyUnstable_SetImmortal(object))
#define STATEMENT(code) do { code; } while (0)

int freeze(PyObject *object);

int freeze(PyObject *object) {
  FREEZE(object);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the result of 'FREEZE' is discarded
  FREEZE_QUIETLY(object);
  STATEMENT(PyUnstable_SetImmortal(object));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the result of 'PyUnstable_SetImmortal' is discarded
  return FREEZE(object);
}
