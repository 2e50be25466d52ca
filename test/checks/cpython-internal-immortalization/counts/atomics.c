// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11 -python=3.15t

// Atomic stores, with CPython's functions and the compiler's.
#define Py_BUILD_CORE 1
#include <Python.h>

void keep(PyObject *op) {
  _Py_atomic_store_uint32_relaxed(&op->ob_ref_local, _Py_IMMORTAL_REFCNT_LOCAL);
  // CHECK-MESSAGES: :[[@LINE-1]]:40: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: '_Py_IMMORTAL_REFCNT_LOCAL'
  __atomic_store_n(&op->ob_ref_local, UINT32_MAX, __ATOMIC_RELAXED);
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: setting a reference count by 'ob_ref_local' is a private way to immortalize: 0xffffffff
}

// Own try-incref: adding, comparing, loading.
int try_incref(PyObject *op) {
  uint32_t local = _Py_atomic_load_uint32_relaxed(&op->ob_ref_local);
  if (local == _Py_IMMORTAL_REFCNT_LOCAL)
    return 1;
  Py_ssize_t shared = _Py_atomic_load_ssize_relaxed(&op->ob_ref_shared);
  if (_Py_atomic_compare_exchange_ssize(&op->ob_ref_shared, &shared,
                                        shared | _Py_REF_MAYBE_WEAKREF))
    return 1;
  _Py_atomic_add_ssize(&op->ob_ref_shared, (Py_ssize_t)1 << _Py_REF_SHARED_SHIFT);
  _Py_atomic_store_uint32_relaxed(&op->ob_ref_local, local + 1);
  return 0;
}
