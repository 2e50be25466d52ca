// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11

// clang-tidy's own ways to accept a finding.
#include <Python.h>

void keep(PyObject *op) {
  Py_SET_REFCNT(op, 999999999); // NOLINT
  Py_SET_REFCNT(op, 999999999); // NOLINT(cpython-internal-immortalization)
  Py_SET_REFCNT(op, 999999999); // NOLINT(cpython-*)
  Py_SET_REFCNT(op, 999999999); // NOLINT(bugprone-*)
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count
  // NOLINTNEXTLINE
  Py_SET_REFCNT(op, 999999999);
  // NOLINTNEXTLINE(cpython-internal-immortalization)
  Py_SET_REFCNT(op, 999999999);
  Py_SET_REFCNT(op, 999999999);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count
  // NOLINTBEGIN(cpython-internal-immortalization)
  Py_SET_REFCNT(op, 999999999);
  op->ob_refcnt = 999999999;
  // NOLINTEND(cpython-internal-immortalization)
  Py_SET_REFCNT(op, 999999999);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: setting a reference count
}

#define KEEP(op) Py_SET_REFCNT(op, 999999999) // NOLINT
#define HOLD(op) Py_SET_REFCNT(op, 999999999)
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: setting a reference count
void use(PyObject *op) {
  KEEP(op);
  HOLD(op); // NOLINT: the finding is the macro's
}

#if PY_VERSION_HEX < 0x030C0000
void skipped(PyObject *op) {
  _Py_SetImmortal(op); // NOLINT
}
#endif
