// RUN: split-file %s %t
// RUN: %tidy_case %t/main.c cpython-internal-immortalization -std=c99,c++11 -header=spam/api.h -header=constants.inc

// Headers and .inc files of the user's are reported like sources; one that is
// included twice, once.

//--- spam/api.h
#pragma once
#include <Python.h>

static inline void spam_keep(PyObject *op) {
  Py_SET_REFCNT(op, 999999999);
  // CHECK-MESSAGES: spam/api.h:[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
}
#define SPAM_KEEP(op) Py_SET_REFCNT(op, 999999999)
// CHECK-MESSAGES: spam/api.h:[[@LINE-1]]:23: warning: setting a reference count by 'Py_SET_REFCNT'
static inline void spam_count(PyObject *op) { Py_SET_REFCNT(op, 1); }
//--- constants.inc
  Py_SET_REFCNT(CONSTANT, 999999999);
  // CHECK-MESSAGES: constants.inc:[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
//--- main.c
#include "spam/api.h"

void init(PyObject *first, PyObject *second) {
#define CONSTANT first
#include "constants.inc"
#undef CONSTANT
#define CONSTANT second
#include "constants.inc"
  spam_keep(first);
  spam_count(first);
  SPAM_KEEP(second);
}
