// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: container
#include "pair.h"

static int add_listeners(PyObject *module) {
  PyObject *listeners = PyList_New(0);
  int result;
  if (listeners == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(listeners);
  result = PyList_Append(listeners, module);
  if (result == 0)
    result = PyModule_AddObjectRef(module, "listeners", listeners);
  Py_DECREF(listeners);
  return result;
}

MODULE(container, add_listeners)
