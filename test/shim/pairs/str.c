// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: str
#include "pair.h"

static int add_name(PyObject *module) {
  PyObject *name = PyUnicode_FromString("a name of this module");
  int result;
  if (name == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(name);
  result = PyModule_AddObjectRef(module, "name", name);
  Py_DECREF(name);
  return result;
}

MODULE(str, add_name)
