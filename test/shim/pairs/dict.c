// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: dict
#include "pair.h"

static int add_cache(PyObject *module) {
  PyObject *cache = PyDict_New();
  int result;
  if (cache == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(cache);
  result = PyModule_AddObjectRef(module, "cache", cache);
  Py_DECREF(cache);
  return result;
}

MODULE(dict, add_cache)
