// CHECK-MESSAGES: :1:1: warning: '-DPy_BUILD_CORE' on the command line opens CPython's internals, and nothing here needs them; remove it [cpython-py-build-core]
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12,3.15 -- -DPy_BUILD_CORE

// An edit of this file cannot remove the option, and there is nothing else to
// remove.
// CHECK-NOTES: :1:1: note: not removed automatically: the build script defines it
#include <Python.h>

PyObject *keep(PyObject *op);

PyObject *keep(PyObject *op) { return op; }
