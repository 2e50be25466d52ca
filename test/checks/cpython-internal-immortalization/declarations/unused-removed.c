// RUN: %tidy_case %s cpython-internal-immortalization -std=c99,c++23

// A declaration that nothing uses is removed.
#include <Python.h>

#ifdef __cplusplus
extern "C" {
#endif
// Makes an object immortal.
PyAPI_FUNC(void) _Py_SetImmortal(PyObject *);
// CHECK-MESSAGES: :[[@LINE-1]]:18: warning: '_Py_SetImmortal' is private to CPython and declared by hand here
// CHECK-FIXES: // Makes an object immortal.
// CHECK-FIXES-NOT: _Py_SetImmortal
extern void Spam_Hold(PyObject *);
// CHECK-FIXES: extern void Spam_Hold(PyObject *);
#ifdef __cplusplus
}
#endif
