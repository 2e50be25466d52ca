// RUN: %tidy_case %s cpython-py-build-core -std=c17,c++17 -python=3.13,3.15 -compile-with=3.12+

// Names of the user's own that look like internal ones, public names that have a
// private look, and a public struct that is only passed on need nothing.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
#include <Python.h>
#include "internal/pycore_pystate.h"
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #include "internal/pycore_pystate.h"
// CHECK-FIXES: struct queue {

struct queue {
  struct queue *next;
  int gc;
};

static int _PyMine_GET(struct queue *q) { return q->next->gc; }

int own(struct queue *q, PyObject *op);
PyInterpreterState *interpreter(PyThreadState *tstate);

int own(struct queue *q, PyObject *op) {
  int head_lock = _Py_IsImmortal(op);
  return _PyMine_GET(q) + head_lock;
}

PyInterpreterState *interpreter(PyThreadState *tstate) {
  PyInterpreterState *current = tstate->interp;
  return current ? current : PyInterpreterState_Get();
}
