// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15

// The file defines what public headers define only without the macro.
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
#include <Python.h>
#include "internal/pycore_object.h"
// CHECK-NOTES: :[[@LINE-1]]:10: note: internal header
#define _Py_IDENTIFIER(name) static const char PyId_##name[] = #name
// CHECK-NOTES: :[[@LINE-1]]:9: note: not removed automatically: public headers define '_Py_IDENTIFIER' depending on 'Py_BUILD_CORE', and so does this

const char *name(void);
const char *name(void) {
  _Py_IDENTIFIER(append);
  return PyId_append;
}
