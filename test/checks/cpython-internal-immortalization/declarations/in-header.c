// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-internal-immortalization -std=c99,c++23 -header=keep.h

// A header of the user's is reported like the file that includes it; the calls
// are notes of it.

//--- keep.h
#ifndef KEEP_H
#define KEEP_H
#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: keep.h:[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-NOTES: main.c:4:3: note: called here
// CHECK-NOTES: main.c:3:21: note: the object is the parameter 'op'
#ifdef __cplusplus
}
#endif
#endif
//--- main.c
#include "keep.h"

void keep(PyObject *op) {
  _Py_SetImmortal(op);
}
