// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15,3.15t
// RUN: %tidy_case %s cpython-py-build-core -std=c++17 -python=3.15

// Types, fields, enumerators, variables and macros of internal headers.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>
#include "internal/pycore_frame.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#include "internal/pycore_interp.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#include "internal/pycore_pystate.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#include "internal/pycore_runtime.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header

int is_cleared(PyFrameObject *frame);
int is_cleared(PyFrameObject *frame) {
  _PyInterpreterFrame *f = frame->f_frame;
  // CHECK-NOTES: :[[@LINE-1]]:3: note: '_PyInterpreterFrame' is used here; it has no public replacement; the layout changes with every version; 'PyUnstable_InterpreterFrame_GetCode' and its neighbours read it
  // CHECK-NOTES: :[[@LINE-2]]:35: note: field 'f_frame' of 'PyFrameObject' is used here; it has no public replacement
  return f->owner == FRAME_OWNED_BY_GENERATOR;
  // CHECK-NOTES: :[[@LINE-1]]:13: note: field 'owner' of '_PyInterpreterFrame' is used here; it has no public replacement; the layout
  // CHECK-NOTES: :[[@LINE-2]]:22: note: 'FRAME_OWNED_BY_GENERATOR' is used here; it has no public replacement
}

void *main_interpreter(void);
void *main_interpreter(void) {
  _PyRuntimeState *runtime = &_PyRuntime;
  // CHECK-NOTES: :[[@LINE-1]]:3: note: '_PyRuntimeState' is used here; it has no public replacement
  // CHECK-NOTES: :[[@LINE-2]]:31: note: '_PyRuntime' is used here; use 'PyInterpreterState_Main' with 'PyInterpreterState_Head' and 'PyInterpreterState_Next' to walk the interpreters
  HEAD_LOCK(runtime);
  // CHECK-NOTES: :[[@LINE-1]]:3: note: 'HEAD_LOCK' is used here; it has no public replacement
  void *head = runtime->interpreters.head;
  // CHECK-NOTES: :[[@LINE-1]]:25: note: field 'interpreters' of
  // CHECK-NOTES: :[[@LINE-2]]:38: note: field 'head' of
  HEAD_UNLOCK(runtime);
  // CHECK-NOTES: :[[@LINE-1]]:3: note: 'HEAD_UNLOCK' is used here; it has no public replacement
  return head;
}

// The struct is public, what is in it is not.
size_t interpreter_size(void);
size_t interpreter_size(void) {
  return sizeof(PyInterpreterState);
  // CHECK-NOTES: :[[@LINE-1]]:10: note: 'PyInterpreterState' is used here; it has no public replacement
}
