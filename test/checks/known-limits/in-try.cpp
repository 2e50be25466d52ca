// RUN: %tidy_case %s cpython-internal-immortalization -python=3.15

// A limit: where a function catches exceptions, its owners are not followed.
#include <Python.h>
#include <memory>

extern "C" void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:17: warning: '_Py_SetImmortal' is private to CPython and declared by hand here

struct Decref {
  void operator()(PyObject *op) const { Py_XDECREF(op); }
};

PyObject *make(void *data);
PyObject *make(void *data) {
  try {
    std::unique_ptr<PyObject, Decref> owner(PyCapsule_New(data, "spam", nullptr));
    if (!owner)
      return nullptr;

    _Py_SetImmortal(owner.get());
    // CHECK-NOTES: :[[@LINE-1]]:5: note: called here; 'PyUnstable_SetImmortal' may refuse: it is not proven
    return owner.release();
  } catch (...) {
    return nullptr;
  }
}
