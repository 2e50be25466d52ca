// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c23,c++11

// A declaration that nothing uses is reported. What an #ifdef puts in front of
// it belongs to it, so it cannot be removed alone.
#include <Python.h>

#ifdef __cplusplus
extern "C"
#endif
    PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:22: warning: '_Py_SetImmortal' is private to CPython and declared by hand here

PyAPI_FUNC(int) PyUnstable_SetImmortal(PyObject *);
