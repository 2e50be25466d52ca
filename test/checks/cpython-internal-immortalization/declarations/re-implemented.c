// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23 -python=3.12,3.13 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99 -python=3.15 -suffix=NEW

// A definition under CPython's own name is reported once, not for what it does
// inside; the newer Python's branch is reported on its own.
#include <Python.h>

#if PY_VERSION_HEX < 0x030E0000
static inline void _Py_SetImmortalUntracked(PyObject *op) {
  // CHECK-MESSAGES-OLD: :[[@LINE-1]]:20: warning: '_Py_SetImmortalUntracked' is private to CPython and re-implemented by hand here; use 'PyUnstable_SetImmortal'
  // CHECK-MESSAGES-NEW: :[[@LINE-2]]:20: warning: '_Py_SetImmortalUntracked' is private to CPython; this code was skipped (#if PY_VERSION_HEX < 0x030E0000)
  op->ob_refcnt = _Py_IMMORTAL_REFCNT;
  // CHECK-MESSAGES-NEW: :[[@LINE-1]]:7: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#if PY_VERSION_HEX < 0x030E0000)
}
#else
#ifdef __cplusplus
extern "C"
#endif
    PyAPI_FUNC(void) _Py_SetImmortalUntracked(PyObject *op);
// CHECK-MESSAGES-NEW: :[[@LINE-1]]:22: warning: '_Py_SetImmortalUntracked' is private to CPython and declared by hand here
// CHECK-MESSAGES-OLD: :[[@LINE-2]]:22: warning: '_Py_SetImmortalUntracked' is private to CPython; this code was skipped (#else of #if PY_VERSION_HEX < 0x030E0000)
#endif

void keep(PyObject *op) {
  _Py_SetImmortalUntracked(op);
}
