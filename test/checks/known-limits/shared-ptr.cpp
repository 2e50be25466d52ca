// RUN: %tidy_case %s cpython-internal-immortalization -python=3.15

// A limit: a std::shared_ptr that nobody else has is still the only owner.
#include <Python.h>
#include <memory>

extern "C" void _Py_SetImmortal(PyObject *op);
// CHECK-MESSAGES: :[[@LINE-1]]:17: warning: '_Py_SetImmortal' is private to CPython and declared by hand here

PyObject *make(void *data);
PyObject *make(void *data) {
  PyObject *capsule = PyCapsule_New(data, "spam", nullptr);
  if (!capsule)
    return nullptr;
  std::shared_ptr<PyObject> owner(capsule, [](PyObject *op) { Py_DECREF(op); });

  _Py_SetImmortal(owner.get());
  // CHECK-NOTES: :[[@LINE-1]]:3: note: called here; 'PyUnstable_SetImmortal' may refuse: it is not proven
  // CHECK-NOTES: :[[@LINE-2]]:25: note: returned here by 'get'
  return Py_NewRef(owner.get());
}
