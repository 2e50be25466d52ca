// RUN: %tidy_case %s cpython-py-build-core -std=c17,c++17 -python=all

// Py_BUILD_CORE in a comment, in a string, in a test, undefined or as a part of
// another name: nothing opens the internals.
#define MY_Py_BUILD_CORE 1
#include <Python.h>
/* #include "internal/pycore_object.h" */
#ifdef Py_BUILD_CORE
#include "internal/pycore_object.h"
#endif
#undef Py_BUILD_CORE

const char *help(void);

const char *help(void) {
  return "#define Py_BUILD_CORE 1\n#include \"internal/pycore_object.h\"";
}
