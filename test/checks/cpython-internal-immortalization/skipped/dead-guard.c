// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.13 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.15 -suffix=NEW

// A guard on a name that is gone: nothing happens from 3.14 on, and nobody is
// told.
#include <Python.h>

void keep(PyObject *op) {
#ifdef _Py_IMMORTAL_REFCNT
  Py_SET_REFCNT(op, _Py_IMMORTAL_REFCNT);
  // CHECK-MESSAGES-OLD: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT'
  // CHECK-MESSAGES-NEW: :[[@LINE-2]]:3: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#ifdef _Py_IMMORTAL_REFCNT)
  // CHECK-NOTES-OLD: :[[@LINE-5]]:21: note: the object is the parameter 'op'
  // CHECK-NOTES: :[[@LINE-5]]:1: note: '_Py_IMMORTAL_REFCNT' is gone: this branch is dead from 3.14 on
  // CHECK-NOTES: :[[@LINE-5]]:21: note: '_Py_IMMORTAL_REFCNT' exists in 3.12 and 3.13 only
#else
  (void)op;
#endif
#if defined(_Py_IMMORTAL_REFCNT) && !defined(Py_GIL_DISABLED)
  op->ob_refcnt = _Py_IMMORTAL_REFCNT;
  // CHECK-MESSAGES-OLD: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt'
  // CHECK-MESSAGES-NEW: :[[@LINE-2]]:7: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped
  // CHECK-NOTES-OLD: :[[@LINE-15]]:21: note: the object is the parameter 'op'
  // CHECK-NOTES: :[[@LINE-5]]:1: note: '_Py_IMMORTAL_REFCNT' is gone: this branch is dead from 3.14 on
  // CHECK-NOTES: :[[@LINE-5]]:19: note: '_Py_IMMORTAL_REFCNT' exists in 3.12 and 3.13 only
#endif
}

// This branch has another way in.
void keep_otherwise(PyObject *op) {
#if defined(_Py_IMMORTAL_REFCNT) || defined(SPAM_IMMORTAL)
  op->ob_refcnt = _Py_IMMORTAL_REFCNT;
  // CHECK-MESSAGES-OLD: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt'
  // CHECK-MESSAGES-NEW: :[[@LINE-2]]:7: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped
  // CHECK-NOTES-OLD: :[[@LINE-5]]:31: note: the object is the parameter 'op'
  // CHECK-NOTES: :[[@LINE-4]]:19: note: '_Py_IMMORTAL_REFCNT' exists in 3.12 and 3.13 only
#else
  (void)op;
#endif
}

// A guard around a mere test is not about making anything immortal, and one on
// a name that is still there is not dead.
int is_immortal(PyObject *op) {
#ifdef _Py_IMMORTAL_REFCNT
  return Py_REFCNT(op) == (Py_ssize_t)_Py_IMMORTAL_REFCNT;
#elif defined(_Py_IMMORTAL_INITIAL_REFCNT)
  return Py_REFCNT(op) == (Py_ssize_t)_Py_IMMORTAL_INITIAL_REFCNT;
#else
  return op == NULL;
#endif
}

#ifndef _Py_IMMORTAL_REFCNT
#define SPAM_IMMORTAL_REFCNT 1
#endif
