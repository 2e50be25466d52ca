// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23 -python=3.15

// A macro is reported once, where it spells the private name, however often it
// is expanded: not at all, once, through another macro, or more.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

#define NEVER(op) _Py_SetImmortal(op)
// CHECK-MESSAGES: :[[@LINE-1]]:19: warning: '_Py_SetImmortal' is private to CPython and used in macro 'NEVER', which nothing here expands; use 'PyUnstable_SetImmortal', which py_immortal.h gives to older versions
#define ONCE(op) _Py_SetImmortal(op)
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here: {{.*}} [cpython-internal-immortalization]
#define OFTEN(op)         \
  do {                    \
    if (op)               \
      _Py_SetImmortal(op); \
  } while (0)
// CHECK-MESSAGES: :[[@LINE-2]]:7: warning: '_Py_SetImmortal' is private
#define OUTER(op) INNER((PyObject *)(op))
#define INNER(op) _Py_SetImmortal(op)
// CHECK-MESSAGES: :[[@LINE-1]]:19: warning: '_Py_SetImmortal' is private
#define ALIAS _Py_SetImmortalUntracked
// CHECK-MESSAGES: :[[@LINE-1]]:15: warning: '_Py_SetImmortalUntracked' is private
#define PASTE(name) _Py_Set##name
// CHECK-MESSAGES: :[[@LINE-1]]:21: warning: '_Py_SetImmortal' is private
#define APPLY(function, op) function(op)

void keep(PyObject *a, PyObject *b, PyListObject *list) {
  ONCE(a);
  OFTEN(a);
  OFTEN(b);
  OUTER(list);
  OUTER(a);
  ALIAS(b);
  PASTE(Immortal)(b);
  APPLY(_Py_SetImmortal, b);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: '_Py_SetImmortal' is private
}

#define HOLD(op) Py_XINCREF(op)
void hold(PyObject *op) { HOLD(op); }
