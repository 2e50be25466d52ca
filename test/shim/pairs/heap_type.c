// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: heap-type
#include "pair.h"

static PyType_Slot slots[] = {{0, NULL}};
static PyType_Spec spec = {"heap_type.Node", sizeof(PyObject), 0,
                           Py_TPFLAGS_DEFAULT, slots};

static int add_type(PyObject *module) {
  PyObject *type = PyType_FromSpec(&spec);
  int result;
  if (type == NULL)
    return -1;
  (void)PyUnstable_SetImmortal(type);
  result = PyModule_AddObjectRef(module, "Node", type);
  Py_DECREF(type);
  return result;
}

MODULE(heap_type, add_type)
