// RUN: %tidy_case %s cpython-immortalize-unbounded -python=3.13,3.15,3.15t

// One-time patterns of C++.

#include <Python.h>
#include <mutex>
#include "py_immortal.h"

static PyObject *make() {
  PyObject *number = PyFloat_FromDouble(1.5);
  if (number != nullptr)
    (void)PyUnstable_SetImmortal(number);
  return number;
}

static PyObject *in_a_static(PyObject *, PyObject *) {
  static PyObject *const number = make();
  return Py_NewRef(number);
}

static std::once_flag flag;
static PyObject *shared;

static PyObject *in_call_once(PyObject *, PyObject *) {
  std::call_once(flag, [] {
    shared = PyFloat_FromDouble(1.5);
    if (shared != nullptr)
      (void)PyUnstable_SetImmortal(shared);
  });
  return Py_NewRef(shared);
}

static PyObject *each_time(PyObject *, PyObject *) {
  PyObject *const number = PyFloat_FromDouble(1.5);
  if (number == nullptr)
    return nullptr;
  (void)PyUnstable_SetImmortal(number);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: each call from Python makes another object immortal
  return number;
}

extern PyMethodDef methods[];
PyMethodDef methods[] = {{"in_a_static", in_a_static, METH_NOARGS, nullptr},
                         {"in_call_once", in_call_once, METH_NOARGS, nullptr},
                         {"each_time", each_time, METH_NOARGS, nullptr},
                         {nullptr, nullptr, 0, nullptr}};
