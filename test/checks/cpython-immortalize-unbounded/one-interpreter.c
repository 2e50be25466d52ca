// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.12,3.13,3.14,3.15,3.15t
// RUN: %tidy_case %s cpython-immortalize-unbounded -std=c++17

// A module for one interpreter, as NumPy is; one that does not say; and the
// function that initializes a module in one phase.

#include <Python.h>
#include "py_immortal.h"

static int handlers;
static PyObject *shared;

static int exec(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "spam._handlers", NULL);
  if (capsule == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(capsule);
  return PyModule_AddObjectRef(module, "_handlers", capsule);
}

static int exec_once(PyObject *module) {
  if (shared == NULL) {
    shared = PyCapsule_New(&handlers, "spam._shared", NULL);
    if (shared == NULL)
      return -1;
    (void)PyUnstable_SetImmortal(shared);
  }
  return PyModule_AddObjectRef(module, "_shared", shared);
}

extern PyModuleDef_Slot slots[], unsaid[], several[];
PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)exec},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
    {0, NULL}};
PyModuleDef_Slot unsaid[] = {{Py_mod_exec, (void *)exec}, {0, NULL}};
PyModuleDef_Slot several[] = {
    {Py_mod_exec, (void *)exec_once},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "spam", NULL, -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_spam(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module == NULL || exec(module) < 0)
    return NULL;
  return module;
}
