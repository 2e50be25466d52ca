// RUN: %tidy_case %s cpython-py-build-core -python=3.15

// A maintainer who has decided is not asked again.
#define Py_BUILD_CORE 1 // NOLINT(cpython-py-build-core)
#include <Python.h>
#include "internal/pycore_object.h"

void track(PyObject *op);

void track(PyObject *op) { _PyObject_GC_TRACK(op); }
