// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.12,3.15 -expect-errors

// A call that nothing declares is an error in C99 and still a finding, but
// nobody declared the function by hand.
#include <Python.h>

void keep(PyObject *op) {
  _Py_SetImmortalUntracked(op);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortalUntracked' is private to CPython; 'PyUnstable_SetImmortal' reads the garbage collector's header and may refuse here: {{.*}} [cpython-internal-immortalization]
}
