// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++23 -python=3.15

// A store into the field, through whatever leads to it.
#include <Python.h>
#include <limits.h>

typedef struct {
  PyObject_HEAD
  int eggs;
} Spam;
typedef struct {
  PyObject_VAR_HEAD
  int eggs[1];
} Eggs;

void keep(PyObject *op, Spam *spam, Eggs *eggs, void *any, PyObject *table[]) {
  op->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: 0xffffffff is immortal on 3.12 and later; 'PyUnstable_SetImmortal' may refuse here: {{.*}} [cpython-internal-immortalization]
  (*op).ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: setting a reference count by 'ob_refcnt'
  ((PyObject *)spam)->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: setting a reference count by 'ob_refcnt'
  spam->ob_base.ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: setting a reference count by 'ob_refcnt'
  eggs->ob_base.ob_base.ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: setting a reference count by 'ob_refcnt'
  ((PyObject *)any)->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: setting a reference count by 'ob_refcnt'
  table[1]->ob_refcnt = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: setting a reference count by 'ob_refcnt'
  (op->ob_refcnt) = UINT_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: setting a reference count by 'ob_refcnt'
}

struct own {
  unsigned ob_refcnt;
  unsigned long long ob_ref_local;
  struct own *next;
};

// Ordinary counting, and fields of other types that are called alike.
void count(PyObject *op, Spam *spam, struct own *own) {
  op->ob_refcnt++;
  --op->ob_refcnt;
  op->ob_refcnt += 2;
  spam->ob_base.ob_refcnt = 1;
  own->ob_refcnt = UINT_MAX;
  own->next->ob_ref_local = UINT_MAX;
  if (op->ob_refcnt == UINT_MAX)
    spam->eggs = INT_MAX;
}
