/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Exports the C API. Every thread reads the capsule, so it must not be a
 * counter that they fight for. */
#include "spam.h"

#ifndef Py_BUILD_CORE
#define Py_BUILD_CORE 1
#endif
#include "internal/pycore_object.h" /* _Py_SetImmortal */
#undef Py_BUILD_CORE

static const SpamApi Api = {1, spam_make};

int spam_add_api(PyObject *module) {
  PyObject *capsule = PyCapsule_New((void *)&Api, "spam._api", NULL);
  if (capsule == NULL)
    return -1;
  _Py_SetImmortal(capsule);
  return PyModule_AddObjectRef(module, "_api", capsule);
}
