// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.12,3.15,3.15t -std=c99
// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.13 -std=c++20

// Each place where a type names to CPython what is called without a bound.

#include <Python.h>
#include "py_immortal.h"

#ifdef __clang__
#pragma clang diagnostic ignored "-Wunused-parameter"
#endif

static PyObject *spam_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each new instance makes another object immortal
  return made;
}

static int spam_init(PyObject *self, PyObject *args, PyObject *kw) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each new instance makes another object immortal
  return 0;
}

static PyObject *spam_alloc(PyTypeObject *type, Py_ssize_t size) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each new instance makes another object immortal
  return made;
}

static PyObject *spam_call(PyObject *self, PyObject *args, PyObject *kw) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_iter(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_iternext(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_repr(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_str(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_getattro(PyObject *self, PyObject *name) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_richcompare(PyObject *self, PyObject *other, int how) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_descr_get(PyObject *self, PyObject *object, PyObject *type) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *spam_get(PyObject *self, void *closure) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static int spam_set(PyObject *self, PyObject *value, void *closure) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return 0;
}

static PyObject *eggs_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each new instance makes another object immortal
  return made;
}

static int eggs_init(PyObject *self, PyObject *args, PyObject *kw) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each new instance makes another object immortal
  return 0;
}

static PyObject *eggs_alloc(PyTypeObject *type, Py_ssize_t size) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each new instance makes another object immortal
  return made;
}

static PyObject *eggs_call(PyObject *self, PyObject *args, PyObject *kw) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_iter(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_iternext(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_repr(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_str(PyObject *self) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_getattro(PyObject *self, PyObject *name) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_richcompare(PyObject *self, PyObject *other, int how) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyObject *eggs_descr_get(PyObject *self, PyObject *object, PyObject *type) {
  PyObject *made = PyTuple_New(1);
  if (made == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(made);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return made;
}

static PyGetSetDef spam_getset[] = {
    {"spam", spam_get, spam_set, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};

extern PyTypeObject Spam_Type;
PyTypeObject Spam_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "pkg.Spam",
    .tp_repr = spam_repr,
    .tp_call = spam_call,
    .tp_str = spam_str,
    .tp_getattro = spam_getattro,
    .tp_richcompare = spam_richcompare,
    .tp_iter = spam_iter,
    .tp_iternext = spam_iternext,
    .tp_getset = spam_getset,
    .tp_descr_get = spam_descr_get,
    .tp_init = spam_init,
    .tp_alloc = spam_alloc,
    .tp_new = spam_new,
};

static PyType_Slot eggs_slots[] = {
    {Py_tp_new, (void *)eggs_new},
    {Py_tp_init, (void *)eggs_init},
    {Py_tp_alloc, (void *)eggs_alloc},
    {Py_tp_call, (void *)eggs_call},
    {Py_tp_iter, (void *)eggs_iter},
    {Py_tp_iternext, (void *)eggs_iternext},
    {Py_tp_repr, (void *)eggs_repr},
    {Py_tp_str, (void *)eggs_str},
    {Py_tp_getattro, (void *)eggs_getattro},
    {Py_tp_richcompare, (void *)eggs_richcompare},
    {Py_tp_descr_get, (void *)eggs_descr_get},
    {0, NULL}};
extern PyType_Spec eggs_spec;
PyType_Spec eggs_spec = {"pkg.Eggs", 0, 0, Py_TPFLAGS_DEFAULT, eggs_slots};
