// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.12,3.13,3.14,3.15,3.15t -- -DSUPPORT=Py_MOD_PER_INTERPRETER_GIL_SUPPORTED
// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.15 -suffix=TOO -std=c++17 -- -DSUPPORT=Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED -DTOO
// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.12,3.15 -suffix=TOO -- -DSUPPORT=Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED -DTOO

// The exec slot of a module for several interpreters runs in each of them.

#include <Python.h>
#include "py_immortal.h"

static int handlers;

static int exec(PyObject *module) {
  PyObject *capsule = PyCapsule_New(&handlers, "spam._handlers", NULL);
  if (capsule == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each interpreter that imports the module makes another object immortal, and its memory is never freed; make one for all, or leave it mortal where there are several [cpython-immortalize-unbounded]
  if (PyModule_AddObjectRef(module, "_handlers", capsule) < 0)
    return -1;
  return 0;
}

#ifdef TOO
static int exec_types(PyObject *module) {
  PyObject *names = PyTuple_New(1);
  if (names == NULL || PyUnstable_SetImmortal(names) == 0)
    // CHECK-MESSAGES-TOO: :[[@LINE-1]]:24: warning: each interpreter that imports the module makes another object immortal
    return -1;
  return PyModule_AddObjectRef(module, "names", names);
}
#endif

extern PyModuleDef_Slot slots[];
PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)exec},
#ifdef TOO
                            {Py_mod_exec, (void *)exec_types},
#endif
                            {Py_mod_multiple_interpreters, SUPPORT},
                            {0, NULL}};
