// RUN: %tidy_case %s cpython-internal-immortalization -std=c++11,c++23 -compile-with=3.15 -- -DPy_BUILD_CORE=1

// std::unique_ptr with a deleter of the project's own.
#include <Python.h>
#include "internal/pycore_object.h"
#include <memory>
#include <utility>

struct Decref {
  void operator()(PyObject *object) const { Py_DECREF(object); }
};
using Ref = std::unique_ptr<PyObject, Decref>;

PyObject *owned(void *handler) {
  Ref capsule(PyCapsule_New(handler, "spam.handler", nullptr));
  if (!capsule)
    return nullptr;
  _Py_SetImmortal(capsule.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule.get());
  return capsule.release();
}

PyObject *moved(void *handler) {
  Ref capsule(PyCapsule_New(handler, "spam.moved", nullptr));
  Ref other = std::move(capsule);
  if (!other)
    return nullptr;
  _Py_SetImmortal(other.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(other.get());
  return other.release();
}

PyObject *shown(PyObject *module, void *handler) {
  Ref capsule(PyCapsule_New(handler, "spam.handler", nullptr));
  if (!capsule || PyModule_AddObjectRef(module, "handler", capsule.get()) < 0)
    return nullptr;
  _Py_SetImmortal(capsule.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here:
  return capsule.release();
}

// The deleter is a function that is only known when it runs.
PyObject *anyDeleter(void *handler, void (*release)(PyObject *)) {
  PyObject *capsule = PyCapsule_New(handler, "spam.handler", nullptr);
  if (!capsule)
    return nullptr;
  {
    std::unique_ptr<PyObject, void (*)(PyObject *)> owner(capsule, release);
  }
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here:
  return capsule;
}
