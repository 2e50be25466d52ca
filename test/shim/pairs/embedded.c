// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %pair %s
//
// kind: embedded
// at run time: none
#include "pair.h"

// The module's state goes with the module, and the object in it.
typedef struct {
  long version;
  PyObject token;
} State;

static State *state;

static int add_token(PyObject *module) {
  state = (State *)PyMem_Calloc(1, sizeof(State));
  if (state == NULL)
    return -1;
  PyObject_Init(&state->token, &PyBaseObject_Type);
  (void)PyUnstable_SetImmortal(&state->token);
  return PyModule_AddObjectRef(module, "token", &state->token);
}

MODULE(embedded, add_token)
