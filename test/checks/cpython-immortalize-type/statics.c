// RUN: %tidy_case %s cpython-immortalize-type -python=3.13,3.15,3.15t -suffix=NEW
// RUN: %tidy_case %s cpython-immortalize-type -std=c++17 -python=3.13,3.15,3.15t -suffix=NEW
// RUN: %tidy_case %s cpython-immortalize-type -python=3.12

// Static objects: PyObject_HEAD_INIT makes them immortal from 3.13 on, and in
// 3.12 only under Py_BUILD_CORE. Zeros are no object that can be. A count written
// by hand is what it is.

#include <Python.h>
#include "py_immortal.h"

typedef struct { PyObject_HEAD int state; } Sentinel;
static Sentinel initialized = {PyObject_HEAD_INIT(NULL) 0};
static Sentinel zeros;
static Sentinel braces = {0};
#ifdef Py_GIL_DISABLED
static Sentinel mortal = {{.ob_ref_local = 1}, 0};
#else
static Sentinel mortal = {{.ob_refcnt = 1}, 0};
#endif

int freeze(PyTypeObject *type);
int freeze_zeros(PyTypeObject *type);
int freeze_braces(void);
int freeze_mortal(PyTypeObject *type);
int freeze_inited(PyTypeObject *type);

int freeze(PyTypeObject *type) {
  Py_SET_TYPE((PyObject *)&initialized, type);
  return PyUnstable_SetImmortal((PyObject *)&initialized);
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:10: warning: the object is immortal from the start
}

int freeze_zeros(PyTypeObject *type) {
  return PyUnstable_SetImmortal((PyObject *)&zeros);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: do not make this object immortal: a zero-initialised static object has reference count 0, so the public call refuses
}

int freeze_braces(void) {
  return PyUnstable_SetImmortal((PyObject *)&braces);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: do not make this object immortal: a zero-initialised static object
}

int freeze_mortal(PyTypeObject *type) {
  Py_SET_TYPE((PyObject *)&mortal, type);
  return PyUnstable_SetImmortal((PyObject *)&mortal);
}

int freeze_inited(PyTypeObject *type) {
  return PyUnstable_SetImmortal(PyObject_Init((PyObject *)&zeros, type));
}
