// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++23 -python=3.12,3.13 -suffix=OLD
// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++23 -python=3.14,3.15 -suffix=NEW

// Static objects with an immortal count of their own making. PyObject_HEAD_INIT
// is the public way.
#include <Python.h>

typedef struct {
  PyObject_HEAD
  int eggs;
} Spam;

#if PY_VERSION_HEX < 0x030E0000
static PyObject designated = {.ob_refcnt = _Py_IMMORTAL_REFCNT};
// CHECK-MESSAGES-OLD: :[[@LINE-1]]:44: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: {{.*}}; use 'PyObject_HEAD_INIT', which is immortal from 3.13 on
// CHECK-MESSAGES-NEW: :[[@LINE-2]]:44: warning: '_Py_IMMORTAL_REFCNT' is private to CPython; this code was skipped (#if PY_VERSION_HEX < 0x030E0000); use 'PyObject_HEAD_INIT'
static PyObject positional = {{_Py_IMMORTAL_REFCNT}, NULL};
// CHECK-MESSAGES-OLD: :[[@LINE-1]]:32: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize
#else
static PyObject designated = {.ob_refcnt = _Py_IMMORTAL_INITIAL_REFCNT,
                              .ob_flags = _Py_STATIC_FLAG_BITS};
// CHECK-MESSAGES-NEW: :[[@LINE-2]]:44: warning: setting a reference count by 'ob_refcnt' is a private way to immortalize: {{.*}}; use 'PyObject_HEAD_INIT', which is immortal from 3.13 on
// CHECK-MESSAGES-OLD: :[[@LINE-3]]:44: warning: '_Py_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped (#else of #if PY_VERSION_HEX < 0x030E0000); use 'PyObject_HEAD_INIT'
static PyObject positional = {{_Py_STATIC_IMMORTAL_INITIAL_REFCNT}, NULL};
// CHECK-MESSAGES-NEW: :[[@LINE-1]]:32: warning: setting a reference count by 'ob_refcnt_full' is a private way to immortalize
// CHECK-MESSAGES-OLD: :[[@LINE-2]]:32: warning: '_Py_STATIC_IMMORTAL_INITIAL_REFCNT' is private to CPython; this code was skipped
#endif

#define SPAM_HEAD_INIT(type) {{{999999999}, type}, 0}
// CHECK-MESSAGES: :[[@LINE-1]]:33: warning: setting a reference count by 'ob_refcnt{{.*}}' is a private way to immortalize: 0x3b9ac9ff is mortal on 3.12 and later
static Spam first = SPAM_HEAD_INIT(&PyBaseObject_Type);
static Spam second = SPAM_HEAD_INIT(NULL);

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0)};
static Spam public_way = {PyObject_HEAD_INIT(&Spam_Type) 1};
static Spam counted = {{{1}, &Spam_Type}, 999999999};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT};

void use(PyObject **all) {
  all[0] = &designated;
  all[1] = &positional;
  all[2] = (PyObject *)&first;
  all[3] = (PyObject *)&second;
  all[4] = (PyObject *)&public_way;
  all[5] = (PyObject *)&counted;
  all[6] = (PyObject *)&module;
}
