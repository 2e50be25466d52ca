// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-internal-immortalization -std=c99,c++11 -compile-with=3.15 -- -DPy_BUILD_CORE=1
// RUN: %tidy_case %t/header.c cpython-internal-immortalization -std=c99 -header=keep.h -- -DPy_BUILD_CORE=1

// A macro is rewritten in its body, if all of its expansions are proven. A
// header's macro has expansions elsewhere.

//--- main.c
#include <Python.h>
#include "internal/pycore_object.h"

#define KEEP(op) _Py_SetImmortal((PyObject *)(op))
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
// CHECK-FIXES: #define KEEP(op) (void)PyUnstable_SetImmortal((PyObject *)(op))
#define KEEP_ANY(op) _Py_SetImmortal(op)
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    KEEP(op);
  return op;
}
PyObject *new_other(void *data, PyObject *given) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op == NULL)
    return NULL;
  KEEP_ANY(op);
  KEEP_ANY(given);
  return op;
}
//--- keep.h
#define KEEP(op) _Py_SetImmortal((PyObject *)(op))
// CHECK-MESSAGES: keep.h:[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal'
//--- header.c
#include <Python.h>
#include "internal/pycore_object.h"
#include "keep.h"

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    KEEP(op);
  return op;
}
