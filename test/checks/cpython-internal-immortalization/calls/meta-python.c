// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++11

// The macro of Meta's patched CPython, which no other build has.
#include <Python.h>

#if defined(Py_IMMORTAL_INSTANCES)
#define IMMORTALIZE(OBJ) Py_SET_IMMORTAL(OBJ)
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'Py_SET_IMMORTAL' is private to CPython and used in macro 'IMMORTALIZE'; this code was skipped (#if defined(Py_IMMORTAL_INSTANCES)); use 'PyUnstable_SetImmortal'
#else
#define IMMORTALIZE(OBJ) ((void)(OBJ))
#endif

void keep(PyObject *op) { IMMORTALIZE(op); }
