// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -compile-with=3.13+

// Skipped code with public names, names of the file's own, and immortal counts of
// other versions keeps nothing.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #include "internal/pycore_object.h"
// CHECK-FIXES: struct counter {

struct counter {
  PyObject_HEAD
  long hits;
};

void *count(struct counter *self);
void *count(struct counter *self) {
#if PY_VERSION_HEX < 0x030D0000
  Py_SET_REFCNT(self, _Py_IMMORTAL_REFCNT);
  self->hits += _PyThreadState_UncheckedGet() != NULL;
  self->ob_base.ob_ref_local = 0;
  PyUnicode_READY(NULL);
#else
  self->hits++;
#endif
  return self;
}
