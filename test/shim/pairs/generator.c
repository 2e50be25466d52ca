// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: generator
// by the checks: none
#include "pair.h"

static int add_generator(PyObject *module) {
  PyObject *globals = PyModule_GetDict(module);
  PyObject *generator =
      PyRun_String("(i for i in range(3))", Py_eval_input, globals, globals);
  int result;
  if (generator == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(generator);
  result = PyModule_AddObjectRef(module, "generator", generator);
  Py_DECREF(generator);
  return result;
}

MODULE(generator, add_generator)
