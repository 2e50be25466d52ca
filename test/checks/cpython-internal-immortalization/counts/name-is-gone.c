// RUN: %tidy_case %s cpython-internal-immortalization -python=3.13 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -python=3.14,3.15 -suffix=NEW -expect-errors

// Where the headers have dropped a name, the compiler says only that it is not
// declared. The finding says why, and what to write.
#include <Python.h>

static PyObject endless = {.ob_refcnt = _Py_IMMORTAL_REFCNT};
// CHECK-MESSAGES-OLD: :[[@LINE-1]]:41: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: '_Py_IMMORTAL_REFCNT' is immortal
// CHECK-MESSAGES-NEW: :[[@LINE-2]]:41: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this Python has no such name; use 'PyObject_HEAD_INIT', which is immortal from 3.13 on

PyObject *get(void) { return &endless; }
