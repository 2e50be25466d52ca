// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.13,3.15
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -suffix=LATER -config='{CheckOptions: {cpython-py-build-core.MinimumPython: "3.13"}}'

// On 3.12 alone a static object is immortal because of the macro: what happens
// to it there is a person's decision, unless 3.12 does not matter.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-FIXES-LATER-NOT: #define Py_BUILD_CORE 1
#include <Python.h>
// CHECK-FIXES-LATER: #include <Python.h>

struct sentinel {
  PyObject_HEAD
};

static PyTypeObject sentinel_type;

static struct sentinel none_yet = {PyObject_HEAD_INIT(&sentinel_type)};

void *sentinel(void);
void *sentinel(void) { return &none_yet; }
