// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.12 -suffix=OLD -expect-errors -- --target=x86_64-pc-windows-gnu
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -suffix=NEW -expect-errors -- --target=x86_64-pc-windows-gnu
// RUN: %tidy_case %s cpython-py-build-core -std=c17 -python=3.15 -suffix=MODULE -expect-errors -- --target=x86_64-pc-windows-gnu -DMODULE

// On Windows the macro alone changes which names are imported and exported. The
// headers are those of this system, which is why there are errors.
#ifdef MODULE
#define Py_BUILD_CORE_MODULE 1
// CHECK-MESSAGES-MODULE: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE_MODULE' opens CPython's internals; the errors in this file hide what needs them
// CHECK-NOTES-MODULE-NOT: on Windows
#else
#define Py_BUILD_CORE 1
// CHECK-MESSAGES-OLD: :[[@LINE-1]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; the errors in this file hide what needs them
// CHECK-NOTES-OLD: :[[@LINE-2]]:9: note: on Windows, 'Py_BUILD_CORE' without 'Py_BUILD_CORE_MODULE' exports CPython's own names from this module and not its 'PyInit' function
// CHECK-MESSAGES-NEW: :[[@LINE-3]]:9: warning: 'Py_BUILD_CORE' opens CPython's internals; the errors in this file hide what needs them
// CHECK-NOTES-NEW: :[[@LINE-4]]:9: note: on Windows, 'Py_BUILD_CORE' without 'Py_BUILD_CORE_MODULE' does not import CPython's names from its library
#endif
#include <Python.h>

PyObject *keep(PyObject *op);
PyObject *keep(PyObject *op) { return op; }
