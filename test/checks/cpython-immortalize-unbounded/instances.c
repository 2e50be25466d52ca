// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unbounded -std=c++17

// Constructors: of a static type, of a heap type, and assigned when it runs.

#include <Python.h>
#include "py_immortal.h"

static PyObject *spam_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  (void)args, (void)kw;
  PyObject *self = type->tp_alloc(type, 0);
  if (self != NULL)
    (void)PyUnstable_SetImmortal(self);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: each new instance makes another object immortal, and none is ever freed; make one for all instances, or leave it mortal [cpython-immortalize-unbounded]
  return self;
}

static int eggs_init(PyObject *self, PyObject *args, PyObject *kw) {
  (void)args, (void)kw;
  PyObject *names = PyTuple_New(3);
  if (names == NULL)
    return -1;
  if (PyUnstable_SetImmortal(names) == 0)
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: each new instance makes another object immortal
    return -1;
  return PyObject_SetAttrString(self, "names", names);
}

static PyObject *ham_call(PyObject *self, PyObject *args, PyObject *kw) {
  (void)self, (void)args, (void)kw;
  PyObject *names = PyTuple_New(3);
  if (names == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(names);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return names;
}

static PyObject *not_a_slot(PyObject *self, PyObject *args, PyObject *kw) {
  (void)self, (void)args, (void)kw;
  PyObject *names = PyTuple_New(3);
  if (names != NULL)
    (void)PyUnstable_SetImmortal(names);
  return names;
}

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0)};

static PyType_Slot eggs_slots[] = {
    {Py_tp_init, (void *)eggs_init}, {Py_tp_call, (void *)ham_call}, {0, NULL}};
static PyType_Spec eggs_spec = {"pkg.Eggs", 0, 0, Py_TPFLAGS_DEFAULT,
                                eggs_slots};

int add_types(PyObject *module);

int add_types(PyObject *module) {
  Spam_Type.tp_new = spam_new;
  PyObject *eggs = PyType_FromModuleAndSpec(module, &eggs_spec, NULL);
  PyObject *shared = not_a_slot(NULL, NULL, NULL);
  return eggs && shared ? PyType_Ready(&Spam_Type) : -1;
}
