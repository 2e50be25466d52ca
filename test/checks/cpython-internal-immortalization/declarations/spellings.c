// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23 -suffix=NEW -python=3.14,3.15
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.12,3.13 -suffix=OLD

// A hand-written declaration is the finding, once; its calls are notes. Before
// 3.14 such a module does not even load.
#include <Python.h>

extern void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:13: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
// CHECK-NOTES-OLD: :[[@LINE-2]]:13: note: before 3.14 no interpreter exports the symbol: the module fails to import there
// CHECK-NOTES: :[[@LINE+14]]:3: note: called here; 'PyUnstable_SetImmortal' may refuse:
// CHECK-NOTES: :[[@LINE+12]]:21: note: the object is the parameter 'first'
// CHECK-NOTES: :[[@LINE+13]]:3: note: called here; 'PyUnstable_SetImmortal' may refuse:
// CHECK-NOTES: :[[@LINE+10]]:38: note: the object is the parameter 'second'
// CHECK-NOTES: :[[@LINE+19]]:10: note: its address is taken here

PyAPI_FUNC(void) _Py_SetImmortalUntracked(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortalUntracked' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-NOTES-OLD: :[[@LINE-2]]:18: note: before 3.14 no interpreter exports the symbol: the module fails to import there
// CHECK-NOTES: :[[@LINE+9]]:3: note: called here; 'PyUnstable_SetImmortal' would refuse: the object is already immortal
// CHECK-NOTES: :[[@LINE+3]]:38: note: the object is the parameter 'second'
// CHECK-NOTES: :[[@LINE+4]]:3: note: made immortal here

void keep(PyObject *first, PyObject *second) {
  _Py_SetImmortal(first);
  _Py_SetImmortal(second);
  if (first == second)
    return;
  _Py_SetImmortalUntracked(second);
}

typedef void (*visitor)(PyObject *);
visitor get_keeper(void) {
  return _Py_SetImmortal;
}

// Own names that only look alike are nobody's business.
extern void _Spam_SetImmortal(PyObject *op);
extern int Py_SetImmortalName(PyObject *op);
void hold(PyObject *op) {
  _Spam_SetImmortal(op);
  (void)Py_SetImmortalName(op);
}
