// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23
// RUN: %tidy_case %s cpython-internal-immortalization -std=c23 -python=3.12,3.15t

// The message says what a constant really does, whatever Python is in use.
#include <Python.h>
#include <limits.h>
#include <stdint.h>

#define SPAM_IMMORTAL 999999999
enum { Forever = 0x7fffffff };

void keep(PyObject *op) {
  Py_SET_REFCNT(op, SPAM_IMMORTAL);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count by 'Py_SET_REFCNT' is a private way to immortalize: 0x3b9ac9ff is mortal on 3.12 and later; is not immortal on the free-threaded build; 'PyUnstable_SetImmortal' may refuse here: {{.*}} [cpython-internal-immortalization]
  Py_SET_REFCNT(op, 0x3fffffff);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x3fffffff is mortal on 3.12 and later; is not immortal on the free-threaded build;
  Py_SET_REFCNT(op, 1 << 30);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x40000000 is mortal on 3.12 and later;
  Py_SET_REFCNT(op, Forever);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x7fffffff is mortal until the next Py_INCREF on 3.12 and later; is not immortal on the free-threaded build;
  Py_SET_REFCNT(op, 0x80000000);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x80000000 is immortal on 3.12 and later; is not immortal on the free-threaded build;
  Py_SET_REFCNT(op, (Py_ssize_t)UINT_MAX);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0xffffffff is immortal on 3.12 and later; sets only the local count on the free-threaded build;
  Py_SET_REFCNT(op, (Py_ssize_t)1 << 60);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x1000000000000000 is mortal on 3.12 and 3.13; becomes reference count 0 on 3.14 and later: use after free; is immortal on the free-threaded build;
  Py_SET_REFCNT(op, INT64_C(1) << 32);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x100000000 is mortal on 3.12 and 3.13; becomes reference count 0 on 3.14 and later: use after free;
  Py_SET_REFCNT(op, PY_SSIZE_T_MAX);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x7fffffffffffffff is immortal on 3.12 and later; is immortal on the free-threaded build;
  Py_SET_REFCNT(op, PY_SSIZE_T_MAX / 4);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 0x1fffffffffffffff is immortal
  (Py_SET_REFCNT)(op, 3LL << 30);
  // CHECK-MESSAGES: :[[@LINE-1]]:4: warning: {{.*}}: 0xc0000000 is immortal on 3.12 and later; is not immortal on the free-threaded build;
}

// Counts that somebody may really have.
void count(PyObject *op, Py_ssize_t n) {
  Py_SET_REFCNT(op, 0);
  Py_SET_REFCNT(op, 1);
  Py_SET_REFCNT(op, -1);
  Py_SET_REFCNT(op, 1000000);
  Py_SET_REFCNT(op, n);
  Py_SET_REFCNT(op, Py_REFCNT(op) + 1);
  Py_SET_REFCNT(op, n + 0x7fffffff);
  if (Py_REFCNT(op) >= PY_SSIZE_T_MAX / 2)
    Py_SET_REFCNT(op, n % PY_SSIZE_T_MAX);
}
