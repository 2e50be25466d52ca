// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: none
#include "pair.h"

static int add_limits(PyObject *module) {
  PyObject *limits = Py_BuildValue("(ii)", 1, 100);
  int result;
  if (limits == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(limits);
  result = PyModule_AddObjectRef(module, "limits", limits);
  Py_DECREF(limits);
  return result;
}

MODULE(constant_tuple, add_limits)
