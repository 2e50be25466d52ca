// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frame of an extension module whose initialization is what a pair is
// about.
#ifndef IMMORTAL_TIDY_TEST_SHIM_PAIR_H
#define IMMORTAL_TIDY_TEST_SHIM_PAIR_H

#include <Python.h>

#include "py_immortal.h"

#ifdef Py_GIL_DISABLED
#define WITHOUT_GIL(module)                                                    \
  PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED)
#else
#define WITHOUT_GIL(module) 0
#endif

#define MODULE_WITH_METHODS(name, exec, methods)                               \
  static PyModuleDef definition = {PyModuleDef_HEAD_INIT,                      \
                                   #name,                                      \
                                   NULL,                                       \
                                   -1,                                         \
                                   methods,                                    \
                                   NULL,                                       \
                                   NULL,                                       \
                                   NULL,                                       \
                                   NULL};                                      \
  PyMODINIT_FUNC PyInit_##name(void) {                                         \
    PyObject *module = PyModule_Create(&definition);                           \
    if (module != NULL && (WITHOUT_GIL(module) < 0 || exec(module) < 0)) {     \
      Py_DECREF(module);                                                       \
      return NULL;                                                             \
    }                                                                          \
    return module;                                                             \
  }

#define MODULE(name, exec) MODULE_WITH_METHODS(name, exec, NULL)

#endif
