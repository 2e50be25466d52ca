// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.13,3.15

// What makes an object mortal again has no public replacement, and gets none.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

void free_constant(PyObject *op) {
  _Py_SetMortal(op, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetMortal' is private to CPython, meant for its finalization only, and has no public replacement; an immortal object stays immortal [cpython-internal-immortalization]
  _Py_ClearImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_ClearImmortal' is private to CPython, meant for its finalization only, and has no public replacement; an immortal object stays immortal
}

// The public ways to let go of an object are fine.
void free_variable(PyObject *op) {
  Py_CLEAR(op);
}
