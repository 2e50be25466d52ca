// RUN: %tidy_case %s cpython-immortalize-type -python=3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-type -std=c++11,c++20 -python=3.15

// The call does what it says, and that is the trouble.

#include <Python.h>
#include "py_immortal.h"

static int handlers;
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", NULL, -1, NULL, NULL, NULL, NULL, NULL};

int freeze_dict(void);
int freeze_tuple(void);
int freeze_capsule(PyCapsule_Destructor destructor);
int freeze_namespace(PyObject *module);
PyObject *freeze_module(void);

int freeze_dict(void) {
  PyObject *dict = PyDict_New();
  return dict ? PyUnstable_SetImmortal(dict) : -1;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: do not make a dict immortal: an immortal dict is untracked and aborts debug builds (gh-153051) [cpython-immortalize-type]
}

int freeze_tuple(void) {
  PyObject *tuple = PyTuple_New(2);
  return tuple ? PyUnstable_SetImmortal(tuple) : -1;
}

static void release(PyObject *capsule) { (void)capsule; }

int freeze_capsule(PyCapsule_Destructor destructor) {
  PyObject *with = PyCapsule_New(&handlers, "spam.with", release);
  PyObject *maybe = PyCapsule_New(&handlers, "spam.maybe", destructor);
  PyObject *without = PyCapsule_New(&handlers, "spam.without", NULL);
  if (with == NULL || maybe == NULL || without == NULL)
    return -1;
  int made = PyUnstable_SetImmortal(with);
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: do not make a capsule with a destructor immortal: the capsule's destructor will never run
  made += PyUnstable_SetImmortal(maybe);
  made += PyUnstable_SetImmortal(without);
  return made;
}

int freeze_namespace(PyObject *module) {
  return PyUnstable_SetImmortal(PyModule_GetDict(module));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: do not make a module's dict immortal: a module's dict belongs to the module
}

PyObject *freeze_module(void) {
  PyObject *module = PyModule_Create(&spam_module);
  if (module != NULL)
    (void)PyUnstable_SetImmortal(module);
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: do not make a module immortal: a module is never freed then, and m_free never runs
  return module;
}
