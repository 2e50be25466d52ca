// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.13t
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23,c++23 -python=3.15t

// The three stores of a free-threaded build are one finding, at the count; what
// is missing next to it is said.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  PyObject *name;
} Constant;

void make_immortal(PyObject *op) {
  op->ob_tid = _Py_UNOWNED_TID;
  op->ob_ref_local = _Py_IMMORTAL_REFCNT_LOCAL;
  op->ob_ref_shared = 0;
  // CHECK-MESSAGES: :[[@LINE-2]]:7: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: '_Py_IMMORTAL_REFCNT_LOCAL'
  // CHECK-NOTES: :[[@LINE-5]]:30: note: the object is the parameter 'op'
  // CHECK-NOTES: :[[@LINE-5]]:7: note: 'ob_tid' is stored here
  // CHECK-NOTES: :[[@LINE-4]]:7: note: 'ob_ref_shared' is stored here
}

void make_partly_immortal(Constant *constant, Constant *other) {
  other->ob_base.ob_ref_shared = 0;
  constant->ob_base.ob_ref_local = UINT32_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: 0xffffffff
  // CHECK-NOTES: :[[@LINE-4]]:37: note: the object is the parameter 'constant'
  // CHECK-NOTES: :[[@LINE-3]]:21: note: 'ob_ref_shared' and 'ob_tid' are left as they were
}

// The object itself, named as a member of what was created.
Constant *create_immortal(PyTypeObject *type) {
  Constant *constant = PyObject_New(Constant, type);
  if (constant == NULL)
    return NULL;
  constant->name = NULL;
  constant->ob_base.ob_ref_local = UINT32_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: 0xffffffff sets only the local count on the free-threaded build; use 'PyUnstable_SetImmortal' [
  // CHECK-NOTES: :[[@LINE-6]]:24: note: created here by '_PyObject_New'
  // CHECK-NOTES: :[[@LINE-3]]:21: note: not rewritten: the object is mortal with this Python, and would not be any more
  // CHECK-NOTES: :[[@LINE-4]]:21: note: 'ob_ref_shared' and 'ob_tid' are left as they were
  return constant;
}

Constant *create_shared(PyTypeObject *type) {
  Constant *constant = PyObject_New(Constant, type);
  if (constant == NULL)
    return NULL;
  Py_INCREF(constant);
  constant->ob_base.ob_ref_local = UINT32_MAX;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: 0xffffffff sets only the local count on the free-threaded build; {{.*}}refuse
  // CHECK-NOTES: :[[@LINE-6]]:24: note: created here by '_PyObject_New'
  // CHECK-NOTES: :[[@LINE-4]]:3: note: shared here
  // CHECK-NOTES: :[[@LINE-4]]:21: note: 'ob_ref_shared' and 'ob_tid' are left as they were
  return constant;
}

// Own reference counting: a new object, and the flag bits of try-incref.
void create(PyObject *op) {
  op->ob_tid = _Py_ThreadId();
  op->ob_ref_local = 1;
  op->ob_ref_shared = 0;
}
void enable_try_incref(PyObject *op) {
  op->ob_ref_shared = _Py_REF_MAYBE_WEAKREF;
}
int try_incref(PyObject *op) {
  if (op->ob_tid != _Py_ThreadId() ||
      op->ob_ref_local == _Py_IMMORTAL_REFCNT_LOCAL)
    return 0;
  op->ob_ref_local += 1;
  return 1;
}
