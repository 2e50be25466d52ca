// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23 -python=3.13,3.14,3.15,3.15t -suffix=NEW
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.12 -suffix=OLD

// With the internal header, every spelling of the call is found. 3.12 has only
// one of the functions, and there it is a macro as well.
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

void keep(PyObject *op, PyListObject *list, PyObject *other, PyObject *a,
          PyObject *b, PyObject *c) {
  _Py_SetImmortal(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here: {{.*}} [cpython-internal-immortalization]
  _Py_SetImmortal((PyObject *)list);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private
#if PY_VERSION_HEX >= 0x030D0000
  _Py_SetImmortalUntracked(other);
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:3: warning: '_Py_SetImmortalUntracked' is private to CPython; 'PyUnstable_SetImmortal' reads the garbage collector's header and may refuse here
  // CHECK-MESSAGES-OLD: :[[@LINE-2]]:3: warning: '_Py_SetImmortalUntracked' is private to CPython; this code was skipped (#if PY_VERSION_HEX >= 0x030D0000);
#endif
  (_Py_SetImmortal)(a);
  // CHECK-MESSAGES: :[[@LINE-1]]:4: warning: '_Py_SetImmortal' is private
  (*_Py_SetImmortal)(b);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_Py_SetImmortal' is private
  (&_Py_SetImmortal)(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_Py_SetImmortal' is private
}

static void Spam_SetImmortal(PyObject *op) { Py_INCREF(op); }

// The same word in other names, in comments and in strings is no call:
// _Py_SetImmortal(op).
const char *keep_all(PyObject *op) {
  struct { void (*SetImmortal)(PyObject *); } api = {Spam_SetImmortal};
  Spam_SetImmortal(op);
  api.SetImmortal(op);
  return "_Py_SetImmortal(op);";
}
