// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: module-dict
// by the checks: module-dict, borrowed
#include "pair.h"

static int keep_namespace(PyObject *module) {
  PyObject *namespace_ = PyModule_GetDict(module);
  (void)PyUnstable_SetImmortal(namespace_);
  return 0;
}

MODULE(module_dict, keep_namespace)
