// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++23 -compile-with=3.15

// A count that is immortal on the Python in use, set on a new object, is what
// the public call does. Another count is not: the object was mortal so far.
#include <Python.h>

PyObject *new_constant(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op == NULL)
    return NULL;
  Py_SET_REFCNT(op, _Py_IMMORTAL_INITIAL_REFCNT);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: '_Py_IMMORTAL_INITIAL_REFCNT' is immortal on 3.14 and later; is not immortal on the free-threaded build; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-NOTES: :{{[0-9]+}}:18: note: created here by 'PyCapsule_New'
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(op);
  return op;
}

PyObject *new_mortal(void *data) {
  PyObject *op = PyCapsule_New(data, "spam", NULL);
  if (op == NULL)
    return NULL;
  Py_SET_REFCNT(op, 0x3fffffff);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x3fffffff is mortal on 3.12 and later; is not immortal on the free-threaded build; use 'PyUnstable_SetImmortal'
  // CHECK-NOTES: :{{[0-9]+}}:18: note: created here by 'PyCapsule_New'
  // CHECK-NOTES: :[[@LINE-3]]:3: note: not rewritten: the object is mortal with this Python, and would not be any more
  return op;
}
