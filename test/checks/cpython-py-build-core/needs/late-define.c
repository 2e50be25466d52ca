// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.13,3.15

// Defined behind Python.h the macro changes nothing there: what public headers
// declare is the same without it.
#include <Python.h>
#define Py_BUILD_CORE 1
// CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals, and nothing here needs them; remove it
// CHECK-FIXES: #include <Python.h>
// CHECK-FIXES-NOT: #define Py_BUILD_CORE 1
// CHECK-FIXES: static void *identifier(void) {
static void *identifier(void) {
  _Py_IDENTIFIER(name);
  return &PyId_name;
}

void *name(void);
void *name(void) { return identifier(); }
