// RUN: %tidy_case %s cpython-internal-immortalization -compile-with=3.15 -- -DPy_BUILD_CORE=1

// A class of the project's own holds the only reference, or a further one.
#include <Python.h>
#include "internal/pycore_object.h"

class Ref {
public:
  explicit Ref(PyObject *object = nullptr) : object(object) {}
  Ref(const Ref &other) : object(other.object) { Py_XINCREF(object); }
  Ref(Ref &&other) noexcept : object(other.release()) {}
  ~Ref() { Py_XDECREF(object); }
  Ref &operator=(Ref other) {
    PyObject *old = object;
    object = other.object;
    other.object = old;
    return *this;
  }
  static Ref borrow(PyObject *object) {
    Py_XINCREF(object);
    return Ref(object);
  }
  PyObject *get() const { return object; }
  PyObject *release() {
    PyObject *result = object;
    object = nullptr;
    return result;
  }
  explicit operator bool() const { return object != nullptr; }
  void notify();

private:
  PyObject *object;
};

PyObject *onlyOwner(void *handler) {
  Ref capsule(PyCapsule_New(handler, "spam.handler", nullptr));
  if (!capsule)
    return nullptr;
  _Py_SetImmortal(capsule.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule.get());
  return capsule.release();
}

PyObject *movedOwner(void *handler) {
  Ref first(PyCapsule_New(handler, "spam.moved", nullptr));
  Ref capsule;
  capsule = static_cast<Ref &&>(first);
  if (!capsule)
    return nullptr;
  _Py_SetImmortal(capsule.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; use 'PyUnstable_SetImmortal' [cpython-internal-immortalization]
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule.get());
  return capsule.release();
}

PyObject *secondOwner(void *handler) {
  Ref capsule(PyCapsule_New(handler, "spam.handler", nullptr));
  if (!capsule)
    return nullptr;
  Ref again = capsule;
  _Py_SetImmortal(capsule.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here: another strong reference exists
  return capsule.release();
}

PyObject *borrower(void *handler) {
  PyObject *capsule = PyCapsule_New(handler, "spam.handler", nullptr);
  if (!capsule)
    return nullptr;
  Ref guard = Ref::borrow(capsule);
  _Py_SetImmortal(capsule);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' cannot replace it here: another strong reference exists
  // CHECK-FIXES:   (void)PyUnstable_SetImmortal(capsule);
  // CHECK-FIXES-NEXT:   Ref guard = Ref::borrow(capsule);
  // CHECK-FIXES-NOT: _Py_SetImmortal(capsule);
  return capsule;
}

// What notify() does is not known here.
PyObject *changedOwner(void *handler) {
  Ref capsule(PyCapsule_New(handler, "spam.handler", nullptr));
  if (!capsule)
    return nullptr;
  capsule.notify();
  _Py_SetImmortal(capsule.get());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: '_Py_SetImmortal' is private to CPython; 'PyUnstable_SetImmortal' may refuse here:
  return capsule.release();
}
