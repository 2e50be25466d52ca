// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.13,3.14,3.15 -- -Wno-constant-conversion

// From 3.14 on the field has 32 bits: what does not fit is looked at as written.
#include <Python.h>

void keep(PyObject *op) {
  op->ob_refcnt = PY_SSIZE_T_MAX / 2 + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: {{.*}}: 0x4000000000000000 is mortal on 3.12 and 3.13; becomes reference count 0 on 3.14 and later: use after free;
}

// -1 marks an object that must not be counted any more.
void poison(PyObject *op) {
  op->ob_refcnt = -1;
}
