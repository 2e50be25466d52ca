// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.11,3.12 -suffix=OLD -- -DOLD
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15 -suffix=NEW

// Public headers have names that are there, or are what they are, only under the
// macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; replace what needs them
#include <Python.h>

#ifdef OLD
void *awaitable_type(void);
void *awaitable_type(void) {
  return &_PyAnextAwaitable_Type;
  // CHECK-NOTES-OLD: :[[@LINE-1]]:11: note: '_PyAnextAwaitable_Type' is used here; public headers declare it otherwise without 'Py_BUILD_CORE'
}
#else
int where_from(void);
int where_from(void) {
  return _PyThreadState_WHENCE_INIT;
  // CHECK-NOTES-NEW: :[[@LINE-1]]:10: note: '_PyThreadState_WHENCE_INIT' is used here; public headers declare it otherwise without 'Py_BUILD_CORE'
}

// Deprecated for everybody else.
void *extra(PyObject *code);
void *extra(PyObject *code) {
  void *value = NULL;
  (void)_PyCode_GetExtra(code, 0, &value);
  // CHECK-NOTES-NEW: :[[@LINE-1]]:9: note: '_PyCode_GetExtra' is used here; public headers declare it otherwise without 'Py_BUILD_CORE'
  return value;
}
#endif
