// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23 -python=3.15

// A call through a pointer cannot be judged, so there is no fix: neither where
// the address is stored nor where it is passed.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

typedef void (*visitor)(PyObject *);
void for_each(PyObject *list, visitor visit);

void keep_items(PyObject *list) {
  for_each(list, _Py_SetImmortal);
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the address of '_Py_SetImmortal', which is private to CPython, is taken; call 'PyUnstable_SetImmortal' where the object is created [cpython-internal-immortalization]
  for_each(list, &_Py_SetImmortal);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: the address of '_Py_SetImmortal'
  visitor keep = _Py_SetImmortalUntracked;
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the address of '_Py_SetImmortalUntracked'
  keep(list);
}

static void *const entry_points[] = {
    (void *)_Py_SetImmortal,
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the address of '_Py_SetImmortal'
    (void *)_Py_ClearImmortal,
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the address of '_Py_ClearImmortal', which is private to CPython, is taken; it has no public replacement
    (void *)_Py_IsImmortal,
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: the address of '_Py_IsImmortal', which is private to CPython, is taken; use 'PyUnstable_IsImmortal'
};

static void keep_item(PyObject *op) { Py_INCREF(op); }

void hold_items(PyObject *list) {
  for_each(list, keep_item);
  for_each(list, &keep_item);
  (void)entry_points;
}
