// RUN: split-file %s %t
// RUN: %tidy_case %t/direct.c cpython-internal-immortalization -std=c99 -python=3.14 -config='{CheckOptions: {cpython-internal-immortalization.CompatHeader: none}}' -suffix=NONE -compile-with=3.14
// RUN: %tidy_case %t/direct.c cpython-internal-immortalization -std=c99,c++11 -python=3.14 -suffix=OWN -compile-with=3.12+
// RUN: %tidy_case %t/direct.c cpython-internal-immortalization -std=c99 -python=3.15 -suffix=OWN -config='{CheckOptions: {cpython-internal-immortalization.MinimumPython: "3.12"}}'
// RUN: %tidy_case %t/direct.c cpython-internal-immortalization -std=c99 -python=3.15 -suffix=NOT_NEEDED -compile-with=3.15
// RUN: %tidy_case %t/through.c cpython-internal-immortalization -std=c99 -python=3.14 -header=spam.h
// RUN: %tidy_case %t/provided.c cpython-internal-immortalization -std=c99 -python=3.14
// RUN: %tidy_case %t/forced.c cpython-internal-immortalization -std=c99 -python=3.14 -suffix=OLD -compile-with=none -- -include Python.h
// RUN: %tidy_case %t/forced.c cpython-internal-immortalization -std=c99 -python=3.15 -suffix=NEW -compile-with=none -- -include Python.h

// Where the header that declares the public function for older Pythons goes.

//--- direct.c
/* A file of the spam extension. */
#define PY_SSIZE_T_CLEAN
#include <Python.h> // first
#include <string.h>
// CHECK-FIXES-OWN: #include <Python.h>
// CHECK-FIXES-OWN-NEXT: #include "py_immortal.h" // first

extern void _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-NOTES-NONE: note: called here on a newly created, uniquely referenced object
// CHECK-NOTES-NONE: note: created here by 'PyCapsule_New'
// CHECK-NOTES-NONE: note: not rewritten: 'PyUnstable_SetImmortal' is new in 3.15.0a7, and nothing declares it for 3.14
// CHECK-FIXES-OWN-NOT: _Py_SetImmortal
// CHECK-FIXES-NOT_NEEDED-NOT: _Py_SetImmortal

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-FIXES-OWN:     (void)PyUnstable_SetImmortal(op);
  // CHECK-FIXES-NOT_NEEDED:     (void)PyUnstable_SetImmortal(op);
  return op;
}
//--- spam.h
#ifndef SPAM_H
#define SPAM_H
#include <Python.h>
PyObject *new_capsule(void *data);
#endif
//--- through.c
#include "spam.h"
// CHECK-FIXES: #include "spam.h"
// CHECK-FIXES-NEXT: #include "py_immortal.h"

extern void _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(op);
  return op;
}
//--- provided.c
#include <Python.h>
#include "py_immortal.h"

extern void _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-FIXES-NOT: _Py_SetImmortal

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(op);
  return op;
}
//--- forced.c
/* The flags include Python.h; in this file there is no place behind it. */
extern void _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-NOTES-OLD: note: called here on a newly created, uniquely referenced object
// CHECK-NOTES-OLD: note: created here by 'PyCapsule_New'
// CHECK-NOTES-OLD: note: not rewritten: 'PyUnstable_SetImmortal' is new in 3.15.0a7, and nothing declares it for 3.14; this file does not include Python.h itself, so include 'py_immortal.h' by hand
// CHECK-FIXES-NEW-NOT: _Py_SetImmortal

PyObject *new_capsule(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op != NULL)
    _Py_SetImmortal(op);
  // CHECK-FIXES-NEW:     (void)PyUnstable_SetImmortal(op);
  return op;
}
