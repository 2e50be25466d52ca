// RUN: split-file %s %t
// RUN: %tidy_case %t/alone.cpp cpython-internal-immortalization -std=c++11,c++23 -compile-with=3.15+
// RUN: %tidy_case %t/explained.cpp cpython-internal-immortalization -std=c++11,c++23 -compile-with=3.15+

// Braces around nothing but the declaration go with it; what somebody wrote between
// them stays.

//--- alone.cpp
#include <Python.h>

extern "C" {
// CHECK-FIXES-NOT: extern "C"
void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal
// CHECK-FIXES-NOT: {{^}}}{{$}}
}

PyObject *make() {
  // CHECK-FIXES: PyObject *make() {
  PyObject *made = PyList_New(0);
  if (made != nullptr)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
//--- explained.cpp
#include <Python.h>

extern "C" {
// CHECK-FIXES: extern "C" {
/* Not in Python.h. */
void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: '_Py_SetImmortal' is private to CPython and declared by hand here; use 'PyUnstable_SetImmortal'
// CHECK-FIXES-NOT: _Py_SetImmortal
}

PyObject *make() {
  // CHECK-FIXES: PyObject *make() {
  PyObject *made = PyList_New(0);
  if (made != nullptr)
    _Py_SetImmortal(made);
  // CHECK-FIXES:     (void)PyUnstable_SetImmortal(made);
  return made;
}
