// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: frame
#include "pair.h"

#include <frameobject.h>

static int add_frame(PyObject *module) {
  PyObject *globals = PyModule_GetDict(module);
  PyCodeObject *code = PyCode_NewEmpty("frame.c", "add_frame", 1);
  PyFrameObject *frame;
  if (code == NULL)
    return -1;
  frame = PyFrame_New(PyThreadState_Get(), code, globals, NULL);
  Py_DECREF(code);
  if (frame == NULL)
    return -1;
  (void)PyUnstable_SetImmortal((PyObject *)frame);
  Py_DECREF(frame);
  return 0;
}

MODULE(frame, add_frame)
