// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11

// A macro or function for it is reported once, where the count is spelled.
#include <Python.h>

#define IMMORTALIZE(OBJ) Py_SET_REFCNT((OBJ), _Py_IMMORTAL_INITIAL_REFCNT)
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: '_Py_IMMORTAL_INITIAL_REFCNT'
#define IMMORTALIZE_FIELD(OBJ) ((OBJ)->ob_refcnt = SPAM_COUNT)
// CHECK-MESSAGES: :[[@LINE-1]]:40: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: 0xc0000000
#define SPAM_COUNT 0xc0000000
#define NEVER(OBJ) Py_SET_REFCNT((OBJ), _Py_IMMORTAL_INITIAL_REFCNT)
// CHECK-MESSAGES: :[[@LINE-1]]:20: warning: '_Py_IMMORTAL_INITIAL_REFCNT' is private to CPython and used in macro 'NEVER', which nothing here expands
#define CHECK_COUNT(OBJ) (Py_REFCNT(OBJ) >= _Py_IMMORTAL_INITIAL_REFCNT)
#define READ_COUNT(OBJ) (((PyObject *)(OBJ))->ob_refcnt)

static void set_count(PyObject *op, Py_ssize_t count) {
  Py_SET_REFCNT(op, count);
}

int keep(PyObject *a, PyObject *b) {
  IMMORTALIZE(a);
  IMMORTALIZE(b);
  IMMORTALIZE_FIELD(a);
  IMMORTALIZE_FIELD(b);
  set_count(a, 2);
  return CHECK_COUNT(a) && READ_COUNT(b) > 1;
}
