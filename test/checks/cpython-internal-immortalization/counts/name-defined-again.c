// RUN: %tidy_case %s cpython-internal-immortalization -python=3.13 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -python=3.15 -suffix=NEW

// A name that the headers have dropped may be defined by the code itself.
#include <Python.h>
#include <limits.h>

#ifndef _Py_IMMORTAL_REFCNT
#define _Py_IMMORTAL_REFCNT UINT_MAX
// CHECK-MESSAGES-NEW: :[[@LINE-1]]:29: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize
#endif

static PyObject endless = {.ob_refcnt = _Py_IMMORTAL_REFCNT};
// CHECK-MESSAGES-OLD: :[[@LINE-1]]:41: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize

PyObject *get(void) { return &endless; }
